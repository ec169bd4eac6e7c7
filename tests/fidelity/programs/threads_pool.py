from concurrent.futures import ThreadPoolExecutor
e = ThreadPoolExecutor(2)
print(list(e.map(lambda x: x * x, range(5))))
e.submit(print, 'last')
