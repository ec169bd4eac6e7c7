import runpy, sys
if __name__ == '__main__':
    print(runpy.run_path(__file__, run_name='other')['__name__'])
else: print('as', __name__)
