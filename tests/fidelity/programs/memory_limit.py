import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 28, 1 << 28))
x = bytearray(1 << 29)
