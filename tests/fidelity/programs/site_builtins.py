print(exit, quit, copyright, credits, license, help)
