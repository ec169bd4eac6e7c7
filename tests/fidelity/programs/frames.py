import sys
f = sys._getframe()
print(f.f_back, f.f_code.co_name, f.f_lineno, f.f_globals is globals(), f.f_locals is globals(), f.f_trace)
print(list(sys._current_frames().values())[0] is f, len(sys._current_frames()))
