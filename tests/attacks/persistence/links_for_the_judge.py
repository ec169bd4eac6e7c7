# attack: plant links where the judge will write the next submission, so that it writes to where they point
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

AIM = "/tmp/written-by-the-judge"
print("breached" if os.path.exists(AIM) else "held")
for name in ("main.py", "stdin", "stdout", "stderr", "metadata.txt", "run", "box", "__pycache__"):
    path = os.path.join(os.getcwd(), name)
    try:
        if os.path.lexists(path):
            os.unlink(path)
        os.symlink(AIM, path)
    except OSError:
        pass
