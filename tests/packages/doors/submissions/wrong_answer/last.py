print("!", input())
