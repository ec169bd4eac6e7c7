// The ship is at a place from 1 to n. It answers where it is from a place: "left", "right" or
// "here". The output for the checker is the number of questions.
#include <iostream>

#include "testlib.h"

int main(int argc, char** argv) {
  registerInteraction(argc, argv);
  const int n = inf.readInt();
  const int ship = inf.readInt();
  std::cout << n << std::endl;
  int questions = 0;
  while (true) {
    const int place = ouf.readInt();
    ++questions;
    if (place < 1 || place > n) quitf(_wa, "%d is not on the sea", place);
    std::cout << (place == ship ? "here" : place < ship ? "right" : "left") << std::endl;
    if (place == ship) break;
    if (questions > 2 * n) quitf(_pe, "no end of questions");
  }
  tout << questions << std::endl;
  quitf(_ok, "found");
}
