import random, os, uuid, secrets
print(random.random() == random.random(), len(os.urandom(8)), uuid.uuid4() == uuid.uuid4(), secrets.token_hex(4) == secrets.token_hex(4))
