// Points for how near the output is.
#include <cstdlib>

#include "testlib.h"

int main(int argc, char** argv) {
  registerTestlibCmd(argc, argv);
  const int wanted = ans.readInt();
  const int got = ouf.readInt();
  if (got == wanted) quitf(_ok, "right");
  if (std::abs(wanted - got) == 1) quitp(3.5, "one away");
  quitf(_wa, "%d instead of %d", got, wanted);
}
