#include "tools/assize/hidden_password.h"

#include <algorithm>
#include <string_view>

namespace assize {

namespace {

void hide_in(char* argument) {
  const std::string_view text = argument;
  const auto hide = [&](std::size_t from, std::size_t to) {
    std::fill(argument + from, argument + std::min(to, text.size()), 'x');
  };
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return;
  const auto host = text.find_first_of("/?", scheme + 3);
  const std::string_view authority = text.substr(0, host);
  const auto at = authority.rfind('@');
  const auto colon = authority.find(':', scheme + 3);
  if (at != std::string_view::npos && colon < at) hide(colon + 1, at);
  constexpr std::string_view kParameter = "password=";
  for (auto found = text.find(kParameter); found != std::string_view::npos;
       found = text.find(kParameter, found + 1))
    hide(found + kParameter.size(), text.find('&', found));
}

}  // namespace

void hide_passwords(int count, char** arguments) {
  for (int i = 0; i < count; ++i) hide_in(arguments[i]);
}

}  // namespace assize
