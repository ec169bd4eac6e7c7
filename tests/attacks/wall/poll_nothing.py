# attack: wait in the kernel for an event that can't come
# expect: TLE wall
# stopped-by: wall-limit
import select

select.poll().poll(3000)
print("breached")
