print("closed")
