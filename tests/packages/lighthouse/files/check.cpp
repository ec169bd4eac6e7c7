// Not more questions than the answer allows.
#include "testlib.h"

int main(int argc, char** argv) {
  registerTestlibCmd(argc, argv);
  const int most = ans.readInt();
  const int questions = ouf.readInt();
  if (!ouf.seekEof()) quitf(_fail, "the interactor wrote more than a number");
  if (questions > most) quitf(_wa, "%d questions, %d are enough", questions, most);
  quitf(_ok, "%d questions", questions);
}
