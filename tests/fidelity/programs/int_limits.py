import sys
print(sys.get_int_max_str_digits())
try:
    int('1' * 5000)
except ValueError as e:
    print(e)
print(sys.maxsize, sys.float_info, sys.int_info, sys.hash_info)
