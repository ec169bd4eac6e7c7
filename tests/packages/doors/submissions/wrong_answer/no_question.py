print("where?", flush=True)
