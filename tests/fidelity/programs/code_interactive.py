# stdin: 'print(x)\nx + 1\n1/0\n'
import code
code.interact(banner='b', local={'x': 3}, exitmsg='bye')
