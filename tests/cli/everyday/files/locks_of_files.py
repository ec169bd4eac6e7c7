# Locks of files, a shelf, a mailbox.
import fcntl
import mailbox
import shelve

with open("lock", "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(file, fcntl.LOCK_UN)
    fcntl.flock(file, fcntl.LOCK_UN)
with shelve.open("shelf") as shelf:
    shelf["a"] = [1, 2]
with shelve.open("shelf") as shelf:
    print(shelf["a"])
box = mailbox.mbox("mail")
box.lock()
box.add("Subject: hello\n\ntext")
box.flush()
box.unlock()
print(len(box), box[0]["subject"])
