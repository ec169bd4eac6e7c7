# argparse with an empty command line: defaults, sub-commands, errors with exit code 2.
import argparse

parser = argparse.ArgumentParser(prog="tool", description="A tool for tests.", epilog="That's all.")
parser.add_argument("files", nargs="*", default=["-"])
parser.add_argument("-n", "--number", type=int, default=3, metavar="N", help="how many (default: %(default)s)")
parser.add_argument("-v", "--verbose", action="count", default=0)
parser.add_argument("--mode", choices=["fast", "slow"], default="fast")
group = parser.add_mutually_exclusive_group()
group.add_argument("--yes", action="store_true")
group.add_argument("--no", dest="yes", action="store_false")
print(parser.parse_args())
print(parser.parse_args(["a", "b", "-vv", "-n7", "--mode=slow", "--no"]))
print(parser.parse_known_args(["--unknown", "x"])[1])
parser.print_help()
tool = argparse.ArgumentParser(prog="git")
commands = tool.add_subparsers(dest="command", required=True)
add = commands.add_parser("add")
add.add_argument("path")
print(tool.parse_args(["add", "x.py"]))
try:
    parser.parse_args(["--number", "many"])
except SystemExit as exit:
    print("exit", exit.code)
tool.parse_args([])
