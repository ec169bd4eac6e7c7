print("two sides")
