// Called with input, answer and output: the share of the points goes to stdout, a message to
// stderr.
#include <cstdlib>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 4) return 1;
  long wanted = 0;
  long got = 0;
  if (!(std::ifstream(argv[2]) >> wanted)) return 1;
  const bool read = static_cast<bool>(std::ifstream(argv[3]) >> got);
  const long away = std::labs(wanted - got);
  std::cout << (!read || away > 3 ? "0.0"
                : away == 0       ? "1.0"
                : away == 1       ? "0.5"
                                  : "0.125")
            << std::endl;
  std::cerr << (read && away == 0   ? "translate:success"
                : read && away <= 3 ? "translate:partial"
                                    : "translate:wrong")
            << std::endl;
  return 0;
}
