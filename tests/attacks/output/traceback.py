# attack: flood standard error with the message of an exception that the interpreter prints itself, so that nothing of it is seen
# expect: RTE
raise ValueError("x" * (1 << 20))
