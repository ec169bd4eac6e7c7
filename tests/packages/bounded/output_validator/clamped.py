import sys

assert sys.argv[4:] == ["clamp"], sys.argv
assert "{{word}}" == "clamp" and "{{no_such_constant}}" == "{" "{no_such_constant}" "}"
with open(sys.argv[1]) as file:
    wanted = min(int(file.read()), {{largest.value}})
sys.exit(42 if sys.stdin.read().split() == [str(wanted)] else 43)
