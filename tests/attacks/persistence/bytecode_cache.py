# attack: leave compiled code in the cache that the next run's import would prefer
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

print("breached" if os.path.exists("/box/__pycache__") else "held")
os.makedirs("/box/__pycache__", exist_ok=True)
with open("/box/__pycache__/helper.cpython-311.pyc", "wb") as code:
    code.write(b"")
