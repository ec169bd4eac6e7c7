#include "storage/base/errors.h"

#include <system_error>

namespace assize {

namespace {
std::string describe(const std::string& stage, int error, const std::string& what) {
  std::string text = what;
  if (!stage.empty()) text += " (stage " + stage + ")";
  if (error != 0) text += ": " + std::generic_category().message(error);
  return text;
}
}  // namespace

JudgeError::JudgeError(std::string stage, int error, const std::string& what)
    : std::runtime_error(describe(stage, error, what)), stage_(std::move(stage)), error_(error) {}

}  // namespace assize
