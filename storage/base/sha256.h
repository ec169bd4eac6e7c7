// SHA-256 (FIPS 180-4).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace assize {

// Lower-case hexadecimal SHA-256 of the bytes given so far.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(std::string_view bytes);
  // Adds a field of a canonical form: its length in decimal, ':', its bytes, '\n'. Fields can't
  // run into each other, whatever they hold.
  Sha256& add_field(std::string_view bytes);
  std::string hex();  // ends it: nothing may be added afterwards

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view bytes);
std::string sha256(std::string_view bytes);  // 32 bytes

// Bytes as lower-case hexadecimal digits.
std::string in_hex(std::string_view bytes);

}  // namespace assize
