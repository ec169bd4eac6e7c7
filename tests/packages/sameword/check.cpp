// Compares word by word.
#include "testlib.h"

int main(int argc, char** argv) {
  registerTestlibCmd(argc, argv);
  int count = 0;
  while (!ans.seekEof()) {
    ++count;
    if (ouf.seekEof()) quitf(_wa, "word %d is missing", count);
    const std::string wanted = ans.readToken();
    const std::string got = ouf.readToken();
    if (wanted != got) quitf(_wa, "word %d is %s", count, got.substr(0, 20).c_str());
  }
  if (!ouf.seekEof()) quitf(_wa, "more than %d words", count);
  quitf(_ok, "%d words", count);
}
