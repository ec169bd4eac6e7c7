# It asks nothing.
