// Things with half of the weight, or -1 where there is no half. The answer is one way.
#include <numeric>
#include <set>
#include <vector>

#include "testlib.h"

int main(int argc, char** argv) {
  registerTestlibCmd(argc, argv);
  const int n = inf.readInt();
  std::vector<int> weights(n);
  for (int& weight : weights) weight = inf.readInt();
  const bool possible = ans.readInt() != -1;
  const int count = ouf.readInt();
  if (count == -1) {
    if (possible) quitf(_wa, "there is a way");
    if (!ouf.seekEof()) quitf(_pe, "more than the answer");
    quitf(_ok, "no way");
  }
  std::set<int> seen;
  int sum = 0;
  const int all = std::accumulate(weights.begin(), weights.end(), 0);
  for (int i = 0; i < count; ++i) {
    const int number = ouf.readInt();
    if (number < 1 || number > n || !seen.insert(number).second)
      quitf(_wa, "thing %d isn't there", number);
    sum += weights[number - 1];
  }
  if (!ouf.seekEof()) quitf(_pe, "more than the answer");
  if (2 * sum != all) quitf(_wa, "%d is not half of %d", sum, all);
  if (!possible) quitf(_fail, "the participant has a way, the jury hasn't");
  quitf(_ok, "%d things", count);
}
