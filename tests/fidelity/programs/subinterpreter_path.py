import sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
other = interpreters.create()
failed = interpreters.run_string(other, "import sys\nprint(sys.path[0], len(sys.path), sorted(sys.modules)[:3], flush=True)")
print(failed, sys.path[0])
interpreters.destroy(other)
