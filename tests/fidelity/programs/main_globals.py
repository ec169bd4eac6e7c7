g = {k: v for k, v in globals().items()}
for k in g:
    print(k, type(g[k]).__name__, g[k] if k not in ('__loader__',) else (g[k].name, g[k].path, type(g[k])))
