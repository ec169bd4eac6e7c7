# form: missing
