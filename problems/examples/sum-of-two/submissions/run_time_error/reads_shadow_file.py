# Tries to read /etc/shadow, which does not exist in the jail, and does not catch the error: RTE.
with open("/etc/shadow") as secrets:
    print(len(secrets.read()))
raise SystemExit(1)
