print(type(__loader__), __loader__.name, __loader__.path == __file__, __loader__.get_source('__main__') == open(__file__).read())
print(__loader__.is_package('__main__'))
