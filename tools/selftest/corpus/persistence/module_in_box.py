# attack: leave a module in the working directory for the next run to import
# expect: AC
# runs: 2
# stopped-by: fresh-run
try:
    import left_behind

    print("breached")
except ImportError:
    print("held")
    with open("/box/left_behind.py", "w") as module:
        module.write("")
