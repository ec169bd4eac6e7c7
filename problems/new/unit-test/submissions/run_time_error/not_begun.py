# Submissions in run_time_error/ must fail with an exception, here in every test: the class is missing.
class EmptyStack(Exception):
    pass
