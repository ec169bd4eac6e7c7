import collections, heapq, itertools, math, functools, re, random, decimal, bisect, string, typing, json, datetime, fractions, statistics, array, struct, copy, operator, queue, threading, enum, dataclasses, abc, io, os, sys, time, textwrap, pprint, hashlib, base64
print([m.__name__ for m in (collections, heapq, re, decimal)])
print(collections.Counter('hello'), heapq.nsmallest(2, [3, 1, 2]), re.findall(r'\d+', 'a1b22'), fractions.Fraction(3, 6))
