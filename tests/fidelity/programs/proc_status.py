# Without SigQ: what is queued counts for all processes of the user together.
KEYS = ('Name', 'State', 'Threads', 'Umask', 'SigPnd', 'ShdPnd', 'SigBlk', 'SigIgn', 'SigCgt', 'NoNewPrivs', 'Seccomp', 'CapEff',
        'Uid', 'Gid', 'Groups')
for line in open('/proc/self/status'):
    if line.split(':')[0] in KEYS:
        print(line, end='')
