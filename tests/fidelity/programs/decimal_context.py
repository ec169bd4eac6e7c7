import decimal
print(decimal.getcontext(), decimal.Decimal(1) / 3, decimal.DefaultContext)
decimal.getcontext().prec = 5
print(decimal.Decimal(1) / 7)
import threading
t = threading.Thread(target=lambda: print(decimal.getcontext().prec)); t.start(); t.join()
