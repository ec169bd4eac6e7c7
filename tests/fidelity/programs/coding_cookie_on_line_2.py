#!/usr/bin/python3
# vim: set fileencoding=utf-8 :
print(ascii('€'))
