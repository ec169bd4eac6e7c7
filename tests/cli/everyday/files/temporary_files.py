# tempfile in all its forms.
import os
import tempfile

with tempfile.TemporaryFile("w+") as file:
    print("hello", file=file)
    file.seek(0)
    print(file.read(), end="")
with tempfile.NamedTemporaryFile(suffix=".txt", delete=False) as file:
    file.write(b"kept")
print(file.name.endswith(".txt"), os.path.getsize(file.name))
os.unlink(file.name)
with tempfile.TemporaryDirectory(prefix="lab-") as folder:
    path = os.path.join(folder, "x")
    open(path, "w").close()
    print(os.path.basename(folder).startswith("lab-"), os.listdir(folder))
print(os.path.exists(folder))
with tempfile.SpooledTemporaryFile(max_size=10) as file:
    file.write(b"12345")
    print(file._rolled)
    file.write(b"67890!")
    print(file._rolled, file.tell())
handle, name = tempfile.mkstemp(dir=".")
os.write(handle, b"abc")
os.close(handle)
print(open(name).read(), oct(os.stat(name).st_mode & 0o777))
os.remove(name)
made = tempfile.mkdtemp()
os.rmdir(made)
print(os.path.isabs(tempfile.gettempdir()), tempfile.gettempprefix())
