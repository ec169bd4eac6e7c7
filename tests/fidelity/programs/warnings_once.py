import warnings
def f(): warnings.warn('again')
f(); f()
print(__warningregistry__)
