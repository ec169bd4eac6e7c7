#include "testlib.h"

int main(int argc, char** argv) {
  registerValidation(argc, argv);
  const int n = inf.readInt();
  if (n < 0 || n > 1000) quitf(_fail, "n is %d", n);
  if (!inf.seekEof()) quitf(_fail, "more than one number");
  return 0;
}
