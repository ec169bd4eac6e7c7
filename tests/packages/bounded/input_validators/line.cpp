// One line, and nothing behind it.
#include <iostream>
#include <string>

int main() {
  std::string line;
  if (!std::getline(std::cin, line) || std::cin.eof()) return 43;
  return std::cin.get() == std::char_traits<char>::eof() ? 42 : 43;
}
