# attack: smuggle markup, formulas and separators into reports
# expect: AC
import sys

TEXT = '<script>alert("AC")</script>&lt;{{verdict}}{{{verdict}}}]]><failure/>\n=HYPERLINK("http://127.0.0.1")\n+1,"AC",,;\t\n../../etc/passwd\n%s%n${x}`x`\n'
sys.stdout.write(TEXT + "held\n")
sys.stderr.write(TEXT)
