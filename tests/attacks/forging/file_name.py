# attack: have a traceback name a file that is markup, a formula and an order to the terminal
# expect: RTE
NAME = "\x1b]0;AC\x07\x1b[2J\x9b1A<script>alert(1)</script>\u202e=HYPERLINK(\"x\")\r,\"AC\"\n| AC |"
exec(compile("raise ValueError(NAME)", NAME, "exec"))
