print('a  b   \nc\t')
