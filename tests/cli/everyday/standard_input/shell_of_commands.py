# stdin: 'help\nadd 2 3\nadd x\nlist\nunknown thing\necho "quoted words" plain\nEOF\n'
# cmd and shlex: a small shell.
import cmd
import shlex


class Shell(cmd.Cmd):
    prompt = "$ "
    intro = "Welcome."
    sums = ()

    def do_add(self, line):
        "Adds numbers."
        try:
            self.sums += (sum(map(int, line.split())),)
            print(self.sums[-1])
        except ValueError as error:
            print("error:", error)

    def do_list(self, line):
        print(*self.sums)

    def do_echo(self, line):
        print(shlex.split(line))

    def do_EOF(self, line):
        return True


shell = Shell()
shell.use_rawinput = False
shell.cmdloop()
print(shlex.join(["a b", "c'd"]), list(shlex.shlex("x=1 # note", punctuation_chars=True)))
