// The others bid up to a sum; who bids more than that has won, and pays what was bid. Points for
// how little that is.
#include <iostream>

#include "testlib.h"

int main(int argc, char** argv) {
  registerInteraction(argc, argv);
  const int limit = inf.readInt();
  const int best = ans.readInt();
  int last = 0;
  for (int rounds = 0; rounds < 100; ++rounds) {
    const int bid = ouf.readInt();
    if (bid <= last) quitf(_wa, "%d after %d", bid, last);
    if (bid > limit) {
      std::cout << "yours" << std::endl;
      if (bid == best) quitf(_ok, "the least");
      if (bid <= 2 * best) quitp(5, "not the least");
      quitf(_wa, "far too much");
    }
    last = bid + 1;
    std::cout << last << std::endl;
  }
  quitf(_pe, "no end of bids");
}
