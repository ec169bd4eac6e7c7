print('  a   B  \n\n\n c')
