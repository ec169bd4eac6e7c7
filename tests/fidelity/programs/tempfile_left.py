import tempfile, os
t = tempfile.TemporaryDirectory()
print(os.path.isdir(t.name))
f = tempfile.NamedTemporaryFile()
print(os.path.exists(f.name))
