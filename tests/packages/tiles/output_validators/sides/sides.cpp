// input answer feedback_dir least N < output
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "say.h"

int main(int count, char** arguments) {
  if (count != 6 || arguments[4] != std::string("least")) return 1;
  const long least = std::atol(arguments[5]);
  use_feedback(arguments[3]);
  long tiles = 0;
  std::string wanted;
  std::ifstream(arguments[1]) >> tiles;
  std::ifstream(arguments[2]) >> wanted;
  std::string first;
  if (!(std::cin >> first)) reject("no output", "Two sides are wanted.");
  if (first == "none") {
    if (wanted != "none") reject("says none, but there is " + wanted, "There is a way.");
    return 42;
  }
  long other = 0;
  char* end = nullptr;
  const long side = std::strtol(first.c_str(), &end, 10);
  std::string rest;
  if (*end != '\0' || !(std::cin >> other)) reject("no two numbers", "Two sides are wanted.");
  if (std::cin >> rest) reject("more than two numbers", "Two sides are wanted.");
  if (side < least || other < least) reject("a side is too short", "A side is too short.");
  if (side > tiles || other > tiles || side * other != tiles)
    reject(std::to_string(side) + " * " + std::to_string(other) + " isn't " + std::to_string(tiles),
           "That many tiles there are not.");
  return 42;
}
