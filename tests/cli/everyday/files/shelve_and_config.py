# shelve as a small database, configparser for settings.
import configparser
import shelve

with shelve.open("inventory") as shelf:
    shelf["apple"] = {"price": 1.5, "stock": 10}
    shelf["pear"] = {"price": 2.0, "stock": 0}
    shelf["apple"]["stock"] = 0
    print(shelf["apple"]["stock"], sorted(shelf), "pear" in shelf, len(shelf))
with shelve.open("inventory", writeback=True) as shelf:
    shelf["apple"]["stock"] -= 1
    del shelf["pear"]
with shelve.open("inventory", flag="r") as shelf:
    print(dict(shelf), shelf.get("pear", "sold out"))
config = configparser.ConfigParser()
config.read_string("""
[DEFAULT]
colour = red
[server]
port: 8080
debug = yes
path = /srv/%(colour)s
[long]
text = first
    second
; a comment
flag =
""")
config["server"]["timeout"] = "2.5"
with open("app.ini", "w") as file:
    config.write(file)
print(open("app.ini").read(), end="")
print(config.sections(), config.getint("server", "port"))
print(config["server"].getboolean("debug"), config["server"].getfloat("timeout"))
print(config["server"]["path"], repr(config["long"]["text"]))
print(config.get("x", "y", fallback="none"), config.has_option("long", "flag"))
for bad in ("no section", "[a]\nx=1\nx=2", "[a\n"):
    try:
        configparser.ConfigParser().read_string(bad)
    except configparser.Error as error:
        print(type(error).__name__, str(error).replace("\n", " "))
