import os, resource
t = os.times()
print(t.user < 10, t.children_user, t.children_system, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)
