# file helper.py: 'value = 42\n'
import helper, sys
print(helper.value, helper.__name__, helper.__file__ == sys.path[0] + '/helper.py', helper.__spec__.origin == helper.__file__)
