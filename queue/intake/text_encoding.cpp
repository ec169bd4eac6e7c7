#include "queue/intake/text_encoding.h"

#include <iconv.h>

#include <array>
#include <cerrno>

#include "storage/base/errors.h"

namespace assize {

namespace {

class Converter {
 public:
  explicit Converter(const char* encoding) : handle_(::iconv_open("UTF-8", encoding)) {}
  ~Converter() {
    if (is_there()) ::iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_there() const {
    return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: what iconv_open(3) says
  }
  iconv_t handle() const { return handle_; }

 private:
  iconv_t handle_;
};

}  // namespace

std::string converted(std::string_view text, const char* encoding) {
  const Converter converter(encoding);
  if (!converter.is_there())
    throw InputError(std::string("is in ") + encoding + ", which this host has no converter for");
  std::string given(text);
  std::string result;
  std::array<char, 4096> block{};
  char* in = given.data();
  std::size_t in_left = given.size();
  while (in_left > 0) {
    char* out = block.data();
    std::size_t out_left = block.size();
    const std::size_t done = ::iconv(converter.handle(), &in, &in_left, &out, &out_left);
    result.append(block.data(), block.size() - out_left);
    if (done == static_cast<std::size_t>(-1) && errno != E2BIG)
      throw InputError(std::string("is not whole text in ") + encoding);
  }
  return result;
}

}  // namespace assize
