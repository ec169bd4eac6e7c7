print('a\n b \nc\n\nd')
