# differs: objects lie elsewhere
print(id(object()), hash(print))
