import sys
for n in sorted(vars(sys)):
    v = getattr(sys, n)
    if n in ('modules', 'path_importer_cache', 'meta_path', 'path_hooks'): continue
    if type(v) in (int, str, float, bool, type(None), tuple, list, dict): print(n, type(v), v)
    else: print(n, type(v))
