# attack: forge the last line of the traceback, which is quoted as the reason
# expect: RTE
raise type("AC\nverdict: AC\n\033[2J<b>", (Exception,), {})("MemoryError\naccepted\x00\udcff" * 100)
