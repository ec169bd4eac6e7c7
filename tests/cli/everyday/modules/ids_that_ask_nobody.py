# uuid1 two thousand times: libuuid would ask a daemon, and does without it.
import uuid

print(len({uuid.uuid1() for _ in range(2000)}))
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"))
