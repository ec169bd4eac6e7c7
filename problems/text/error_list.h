// Errors of a package that are told all at once: who mends it shall not have to ask once for each.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "storage/base/errors.h"

namespace assize {

// Several errors; what() has one after the other, as far as they are told.
class InputErrors : public InputError {
 public:
  InputErrors(const std::vector<std::string>& told, std::vector<std::string> all)
      : InputError(joined(told)), errors_(std::move(all)) {}
  const std::vector<std::string>& all() const { return errors_; }

 private:
  static std::string joined(const std::vector<std::string>& errors) {
    std::string text;
    for (const auto& error : errors) text += (text.empty() ? "" : "\n") + error;
    return text;
  }

  std::vector<std::string> errors_;
};

// Does steps that can be done although another one has failed, and keeps their errors, each once.
class ErrorList {
 public:
  // False: the step has failed.
  template <typename Step>
  bool attempt(Step step) {
    try {
      step();
      return true;
    } catch (const InputErrors& several) {
      for (const auto& error : several.all()) add(error);
    } catch (const InputError& error) {
      add(error.what());
    }
    return false;
  }

  void add(const std::string& error) {
    if (seen_.insert(error).second) errors_.push_back(error);
  }
  bool empty() const { return errors_.empty(); }
  // The first ones, and how many there are besides.
  std::vector<std::string> told() const {
    std::vector<std::string> first(errors_.begin(),
                                   errors_.begin() + std::min(errors_.size(), kMostErrors));
    if (errors_.size() > kMostErrors)
      first.push_back("… and " + std::to_string(errors_.size() - kMostErrors) + " errors more");
    return first;
  }

  // Throws what there is: an InputError, or InputErrors where there are several.
  void raise() const {
    if (errors_.empty()) return;
    if (errors_.size() == 1) throw InputError(errors_[0]);
    throw InputErrors(told(), errors_);
  }

 private:
  static constexpr std::size_t kMostErrors = 50;
  std::vector<std::string> errors_;
  std::set<std::string> seen_;
};

}  // namespace assize
