// The backgrounds of judgings in a store.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "storage/records/policy.h"
#include "storage/store/store.h"
#include "tools/report/audience.h"

namespace assize {

// Packages and policies are read once, as far as anybody needs them. What the store doesn't have
// any more, or has damaged, isn't known: then there is less to explain by, and no error.
class StoredBackgrounds {
 public:
  explicit StoredBackgrounds(Store& store) : store_(store) {}

  // Who reads a judging of a submission, with what explains it to them.
  Reader reader(Audience audience, const SubmissionRow& submission, const JudgingRow& judging);
  // The same of one who reads nothing but its reasons: to staff they are told as they are recorded.
  Reader reader_of_reasons(Audience audience, const SubmissionRow& submission,
                           const JudgingRow& judging);

 private:
  std::shared_ptr<const LoadedPackage> package(const std::string& hash, const std::string& problem);
  std::optional<Policy> policy(const std::string& hash);

  Store& store_;
  std::map<std::string, std::shared_ptr<const LoadedPackage>> packages_;  // by hash
  std::map<std::string, std::optional<Policy>> policies_;                 // by hash
};

}  // namespace assize
