// Base64 (RFC 4648, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assize {

std::string base64(std::string_view bytes);
// Only the canonical form (RFC 4648, section 4, with padding, without line breaks).
std::optional<std::string> from_base64(std::string_view text);

}  // namespace assize
