# attack: have the kernel spare it when memory runs out, and choose someone else
# expect: AC
with open("/proc/self/oom_score_adj") as score:
    before = int(score.read())
for wanted in range(-1000, before, 100):
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write(str(wanted))
    except OSError:
        pass
with open("/proc/self/oom_score_adj") as score:
    after = int(score.read())
print("breached" if after < min(before, 0) else "held")
