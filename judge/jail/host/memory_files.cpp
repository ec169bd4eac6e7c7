#include "judge/jail/host/memory_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "storage/base/errors.h"

namespace assize {

namespace {

void write_all(int memfd, std::string_view content) {
  for (std::size_t done = 0; done < content.size();) {
    const ssize_t written = ::write(memfd, content.data() + done, content.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw JudgeError("memfd", errno, "can't hold an input");
    done += static_cast<std::size_t>(written);
  }
}

}  // namespace

HeldOutput::HeldOutput(std::string text) : small_(std::make_unique<std::string>(std::move(text))) {}

HeldOutput::HeldOutput(UniqueFd memfd) {
  struct stat status {};
  if (::fstat(memfd.get(), &status) != 0)
    throw JudgeError("output", errno, "can't read the output");
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;
  void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, memfd.get(), 0);
  if (mapped == MAP_FAILED) throw JudgeError("output", errno, "can't read the output");
  data_ = static_cast<const char*>(mapped);
}

HeldOutput::HeldOutput(HeldOutput&& other) noexcept { *this = std::move(other); }

HeldOutput& HeldOutput::operator=(HeldOutput&& other) noexcept {
  std::swap(small_, other.small_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

HeldOutput::~HeldOutput() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

UniqueFd sealed_file(std::string_view content) {
  constexpr int kTries = 5;
  for (int i = 0;; ++i) {
    const UniqueFd memfd(::memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memfd) throw JudgeError("memfd", errno, "can't hold an input");
    write_all(memfd.get(), content);
    // EBUSY: the kernel itself still holds a page (memfd_wait_for_pins()), on a busy host.
    if (::fcntl(memfd.get(), F_ADD_SEALS,
                F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
      if (errno == EBUSY && i < kTries) continue;
      throw JudgeError("seal", errno, "can't seal an input");
    }
    // A descriptor of its own, read-only: no one who gets it can write, nor reopen it for writing.
    if (::fchmod(memfd.get(), 0444) != 0) throw JudgeError("seal", errno, "can't seal an input");
    return reopened(memfd);
  }
}

UniqueFd reopened(const UniqueFd& file) {
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  UniqueFd reader(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!reader) throw JudgeError("reopen", errno, "can't hand over an input");
  return reader;
}

}  // namespace assize
