def price(table, town):
    return table[town]
