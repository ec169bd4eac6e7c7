# Waits on an event that nobody ever sets; it uses no CPU, and the wall limit ends it: TLE (wall).
import threading

more_paint = threading.Event()
more_paint.wait()
