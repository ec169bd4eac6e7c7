# attack: change what the kernel lets a process change of itself by its files in /proc
# expect: AC
VALUES = {"oom_score_adj": "-1000", "oom_adj": "-17", "autogroup": "-20", "sched": "0", "timerslack_ns": "1",
          "coredump_filter": "0x7f", "clear_refs": "1", "comm": "assize-jail", "timens_offsets": "monotonic 100000 0",
          "uid_map": "0 0 1", "gid_map": "0 0 1", "setgroups": "allow", "projid_map": "0 0 1", "loginuid": "0",
          "attr/current": "unconfined", "attr/exec": "unconfined", "make-it-fail": "1", "mem": "x"}
written = []
for place in ("self", "thread-self", "2", "2/task/2"):
    for name, value in VALUES.items():
        try:
            with open(f"/proc/{place}/{name}", "w") as file:
                file.write(value)
            written.append(name)
        except OSError:
            pass
print("breached" if written else "held")
