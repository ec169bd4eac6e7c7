"""A docstring."""
x: int = 3
print(__doc__, __annotations__, __name__)
