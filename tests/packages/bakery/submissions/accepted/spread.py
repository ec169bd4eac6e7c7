print(2 * int(input()), ' ', '', sep='\n')
