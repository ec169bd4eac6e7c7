def price(table, town):
    return min(table.values())
