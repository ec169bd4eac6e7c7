// Scores as packages and validators write them: what is read is written back as the same number.
#include <cstdlib>
#include <string_view>

#include "problems/grading/score.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const auto score = Score::parse({reinterpret_cast<const char*>(data), size});
  if (!score) return 0;
  const std::string text = score->text();
  const auto again = Score::parse(text);
  // Rounding up can give it one digit more than may be read.
  if (!again) return text.size() > Score::kMostDigits ? 0 : (std::abort(), 0);
  if (again->text() != text) std::abort();
  const bool less = *again < *score;
  const Score off = less ? *score + *again * -1 : *again + *score * -1;
  if (off * 2'000'000'000 > Score(1)) std::abort();
  return 0;
}
