import sys
standard = set(sys.stdlib_module_names) | {'__main__', 'sitecustomize', 'apport_python_hook', 'usercustomize', 'mpl_toolkits'}
print([n for n in sys.modules if n.split('.')[0] not in standard])
print([n for n in list(sys.modules)[:20]])
