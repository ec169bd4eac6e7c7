import ast, tokenize
print(ast.dump(ast.parse(open(__file__).read()))[:60], len(list(tokenize.tokenize(open(__file__, 'rb').readline))))
