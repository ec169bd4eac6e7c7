// Errors of a package that are told all at once: who mends it shall not have to ask once for each.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "storage/base/errors.h"

namespace assize {

// Several errors; what() has one after the other.
class InputErrors : public InputError {
 public:
  explicit InputErrors(const std::vector<std::string>& errors)
      : InputError(joined(errors)), errors_(errors) {}
  const std::vector<std::string>& all() const { return errors_; }

 private:
  static std::string joined(const std::vector<std::string>& errors) {
    std::string text;
    for (const auto& error : errors) text += (text.empty() ? "" : "\n") + error;
    return text;
  }

  std::vector<std::string> errors_;
};

// Does steps that can be done although another one has failed, and keeps their errors.
class ErrorList {
 public:
  // False: the step has failed.
  template <typename Step>
  bool attempt(Step step) {
    try {
      step();
      return true;
    } catch (const InputErrors& several) {
      errors_.insert(errors_.end(), several.all().begin(), several.all().end());
    } catch (const InputError& error) {
      errors_.emplace_back(error.what());
    }
    return false;
  }

  void add(std::string error) { errors_.push_back(std::move(error)); }
  bool empty() const { return errors_.empty(); }
  const std::vector<std::string>& all() const { return errors_; }

  // Throws what there is: an InputError, or InputErrors where there are several.
  void raise() const {
    if (errors_.empty()) return;
    if (errors_.size() == 1) throw InputError(errors_[0]);
    std::vector<std::string> told(errors_.begin(),
                                  errors_.begin() + std::min(errors_.size(), kMostErrors));
    if (errors_.size() > kMostErrors)
      told.push_back("… and " + std::to_string(errors_.size() - kMostErrors) + " errors more");
    throw InputErrors(told);
  }

 private:
  static constexpr std::size_t kMostErrors = 50;
  std::vector<std::string> errors_;
};

}  // namespace assize
