# Palindromes, anagrams and other games with letters.
from collections import defaultdict


def is_palindrome(text):
    letters = [c for c in text.casefold() if c.isalnum()]
    return letters == letters[::-1]


for phrase in ("A man, a plan, a canal: Panama!", "Hello", "", "Was it a car or a cat I saw?", "Reliefpfeiler"):
    print(repr(phrase), is_palindrome(phrase))
groups = defaultdict(list)
for word in "listen silent enlist google elbow below inlets cat act tac".split():
    groups["".join(sorted(word))].append(word)
for key in sorted(groups, key=lambda k: (-len(groups[k]), k)):
    print(len(groups[key]), *groups[key])
vowels = {v: sum(v in word for word in sum(groups.values(), [])) for v in "aeiou"}
print(vowels)
print("".join(reversed("drawer")), "level"[::-1] == "level", "abc" * 0 == "")
