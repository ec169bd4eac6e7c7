for word in input().split():
    print('   ' + word)
