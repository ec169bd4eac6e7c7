# validator: no Python
# expect: refused
# explained: SyntaxError
import calm

if calm
    pass
