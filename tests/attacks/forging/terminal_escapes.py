# attack: rewrite the terminal of whoever looks at the output
# expect: AC
import sys

for stream in (sys.stdout, sys.stderr):
    stream.write("\033[2J\033[H\033]0;AC\a\033[8m\033]52;c;QUM=\a\033P\033\\\x9b6n\r\b\b")
    stream.write("\nheld\n")
