# attack: look for secrets of the judge in the environment, its own and that of the first process
# expect: AC
# stopped-by: clean-env
import os

seen = "ASSIZE_CANARY" in os.environ
for process in ("self", "1"):
    try:
        with open(f"/proc/{process}/environ", "rb") as environment:
            seen |= b"ASSIZE_CANARY" in environment.read()
    except OSError:
        pass
print("breached" if seen else "held")
