# attack: learn from the path of its control group how the judge and its slots are called
# expect: AC
with open("/proc/self/cgroup") as lines:
    paths = {line.rstrip("\n").split(":", 2)[2] for line in lines}
told = [path for path in paths if "assize" in path or "slot" in path or "run-" in path]
print("breached" if told else "held")
