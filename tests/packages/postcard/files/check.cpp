// A word backwards.
#include <algorithm>
#include <string>

#include "testlib.h"

int main(int argc, char** argv) {
  registerTestlibCmd(argc, argv);
  std::string word = inf.readToken();
  std::reverse(word.begin(), word.end());
  if (ouf.readToken() != word) quitf(_wa, "not %s backwards", word.c_str());
  if (!ouf.seekEof()) quitf(_pe, "more than the answer");
  quitf(_ok, "backwards");
}
