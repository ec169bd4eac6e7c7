import decimal
try:
    decimal.Decimal(1) / 0
except decimal.DivisionByZero as e: print(repr(e))
decimal.Decimal('x')
