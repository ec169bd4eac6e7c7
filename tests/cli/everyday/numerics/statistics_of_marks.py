# statistics: means, medians, spread, quantiles, regression, a normal distribution.
import statistics as s
from fractions import Fraction

marks = [2, 3, 3, 1, 5, 4, 3, 2, 1, 6]
print(s.mean(marks), s.median(marks), s.median_low(marks))
print(s.median_high([1, 2, 3, 4]), s.mode(marks), s.multimode("aabbc"))
print(f"{s.stdev(marks):.6f} {s.pstdev(marks):.6f} {s.variance(marks):.6f}")
print(s.pvariance(marks), s.quantiles(marks, n=4), s.median_grouped(marks))
print(s.mean([Fraction(1, 3), Fraction(2, 3)]), s.fmean([1, 2, 4], weights=[1, 1, 2]))
print(f"{s.geometric_mean([1, 10, 100]):.6f}", s.harmonic_mean([40, 60]))
line = s.linear_regression([1, 2, 3, 4], [2.1, 3.9, 6.2, 7.8])
print(f"{line.slope:.4f} {line.intercept:.4f} {s.correlation([1, 2, 3], [3, 2, 1]):.3f} {s.covariance([1, 2, 3], [4, 6, 8]):.3f}")
normal = s.NormalDist(100, 15)
print(f"{normal.cdf(130):.6f} {normal.inv_cdf(0.9):.4f} {normal.pdf(100):.6f} {normal.zscore(85)}")
print(normal + s.NormalDist(1, 20), len(normal.samples(5, seed=1)))
for bad in (lambda: s.mean([]), lambda: s.mode([]), lambda: s.stdev([1])):
    try:
        bad()
    except s.StatisticsError as error:
        print(error)
