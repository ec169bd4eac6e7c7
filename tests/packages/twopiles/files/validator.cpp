#include "testlib.h"

int main(int argc, char** argv) {
  registerValidation(argc, argv);
  const int n = inf.readInt();
  if (n < 1 || n > 10) quitf(_fail, "n is %d", n);
  for (int i = 0; i < n; ++i) {
    if (inf.readInt() < 1) quitf(_fail, "a weight isn't positive");
  }
  if (!inf.seekEof()) quitf(_fail, "more than the weights");
  return 0;
}
