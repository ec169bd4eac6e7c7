import pickle
class P:
    def __init__(self, x): self.x = x
print(pickle.loads(pickle.dumps(P(3))).x, pickle.dumps(P(3)), P.__module__, P.__qualname__)
