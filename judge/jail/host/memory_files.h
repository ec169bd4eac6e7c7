// Inputs and outputs of runs, as files in memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/base/unique_fd.h"

namespace assize {

// What a run wrote, in memory that only the judge can write to.
class HeldOutput {
 public:
  HeldOutput() = default;
  explicit HeldOutput(std::string text);
  explicit HeldOutput(UniqueFd memfd);  // throws JudgeError
  HeldOutput(HeldOutput&& other) noexcept;
  HeldOutput& operator=(HeldOutput&& other) noexcept;
  HeldOutput(const HeldOutput&) = delete;
  HeldOutput& operator=(const HeldOutput&) = delete;
  ~HeldOutput();
  // Stays where it is when this is moved.
  std::string_view text() const { return small_ ? *small_ : std::string_view{data_, size_}; }

 private:
  std::unique_ptr<std::string> small_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// A private read-only file in memory, at its start, that nobody can change any more (memfd seals).
UniqueFd sealed_file(std::string_view content);
// The same file once more, read-only and at its start. Throws JudgeError.
UniqueFd reopened(const UniqueFd& file);

}  // namespace assize
