// How numbers, texts and lists stand in a message (message.h): one function codes a shape for both
// directions, with a MessageWriter or a MessageReader.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "judge/jail/protocol/message.h"

namespace assize {

constexpr std::string_view kMagic = "ASZ9";

class MessageWriter {
 public:
  explicit MessageWriter(MessageType type) : out_(kMagic) {
    number(static_cast<std::uint8_t>(type));
  }

  template <typename Number>
  void number(Number value) {
    using Unsigned = std::make_unsigned_t<Number>;
    auto bits = static_cast<Unsigned>(value);
    for (std::size_t i = 0; i < sizeof value; ++i)
      out_ += static_cast<char>(static_cast<unsigned char>(bits >> (8 * i)));
  }
  void flag(bool value) { number(static_cast<std::uint8_t>(value)); }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_ += value;
  }
  void time(nanoseconds value) { number(static_cast<std::int64_t>(value.count())); }
  void bytes(Bytes value) { number(value.count); }
  void kind(Mount::Kind value) { number(static_cast<std::uint8_t>(value)); }
  template <typename Items, typename Write>
  void list(const Items& items, Write write) {
    number(static_cast<std::uint32_t>(items.size()));
    for (const auto& item : items) write(item);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads what MessageWriter wrote. After the first thing that doesn't fit every read gives a zero
// and done() is false, so that a decoder can be written without a check per field.
class MessageReader {
 public:
  MessageReader(std::string_view message, MessageType expected) : rest_(message) {
    if (message.size() > kMaxMessage || type_of(message) != expected) {
      fail();
    } else {
      rest_.remove_prefix(kMagic.size() + 1);
    }
  }

  template <typename Number>
  void number(Number& value) {
    using Unsigned = std::make_unsigned_t<Number>;
    value = 0;
    if (rest_.size() < sizeof value) return fail();
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
      bits |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    value = static_cast<Number>(static_cast<Unsigned>(bits));
    rest_.remove_prefix(sizeof value);
  }
  void flag(bool& value) {
    std::uint8_t byte = 0;
    number(byte);
    if (byte > 1) fail();
    value = byte == 1;
  }
  void text(std::string& value) {
    std::uint32_t length = 0;
    number(length);
    if (length > kMaxText || length > rest_.size()) return fail();
    value.assign(rest_.substr(0, length));
    rest_.remove_prefix(length);
  }
  void time(nanoseconds& value) {
    std::int64_t count = 0;
    number(count);
    if (count < 0) fail();
    value = nanoseconds{count};
  }
  void bytes(Bytes& value) { number(value.count); }
  void kind(Mount::Kind& value) {
    std::uint8_t byte = 0;
    number(byte);
    if (byte > static_cast<std::uint8_t>(Mount::Kind::device)) fail();
    value = static_cast<Mount::Kind>(byte);
  }
  template <typename Item, typename Read>
  void list(std::vector<Item>& items, Read read) {
    std::uint32_t count = 0;
    number(count);
    if (count > kMaxItems) return fail();
    items.clear();
    for (std::uint32_t i = 0; i < count && good_; ++i) read(items.emplace_back());
  }
  void fail() {
    good_ = false;
    rest_ = {};
  }
  bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace assize
