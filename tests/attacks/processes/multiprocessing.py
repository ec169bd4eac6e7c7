# attack: share the work with a worker process
# expect: AC
# incident: clone
# stopped-by: seccomp
import multiprocessing

try:
    worker = multiprocessing.get_context("fork").Process(target=int)
    worker.start()
    worker.join()
    print("breached")
except OSError:
    print("held")
