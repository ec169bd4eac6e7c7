# How deep C calls can go is about the same: in steps of 2 %.
import resource, sys
soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
print(soft, hard)
maps = [l for l in open('/proc/self/maps') if '[stack]' in l]
print(len(maps))
x = int(maps[0].split('-')[1].split()[0], 16)
print(hex(x))
