# @EXPECTED_RESULTS@: WRONG-ANSWER, RUN-ERROR
word = input()
print(word if word != 'noon' else 1 // 0)
