import multiprocessing
def f(x): return x * x
if __name__ == '__main__':
    with multiprocessing.Pool(2) as p: print(p.map(f, range(5)))
    print(multiprocessing.get_start_method(), multiprocessing.current_process())
