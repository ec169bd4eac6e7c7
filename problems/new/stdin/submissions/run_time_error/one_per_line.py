# What is in run_time_error/ must fail so: here, a program that expects a number in each line.
print(sum(int(input()) for _ in range(int(input()))))
