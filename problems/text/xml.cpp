#include "problems/text/xml.h"

#include <algorithm>
#include <charconv>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

XmlFile::XmlFile(std::string text, std::string place)
    : text_(std::move(text)), place_(std::move(place)) {
  if (text_.size() > kMaxXml)
    throw InputError(place_ + ": larger than " + std::to_string(kMaxXml) + " bytes");
  if (!is_utf8(text_)) throw InputError(place_ + ": is not UTF-8");
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  const auto result =
      document_.load_buffer(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) throw InputError(where(result.offset) + ": " + result.description());
}

std::string XmlFile::where(std::ptrdiff_t offset) const {
  const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  const auto line = static_cast<std::size_t>(next - line_starts_.begin());
  return place_ + ":" + std::to_string(line) + ":" +
         std::to_string(at - line_starts_[line - 1] + 1);
}

pugi::xml_node XmlFile::root(const char* name) const {
  const pugi::xml_node node = document_.document_element();
  if (std::string(node.name()) != name)
    fail(node, "the document must be a <" + std::string(name) + ">, not a <" +
                   clean_line(node.name(), 40) + ">");
  return node;
}

// The offset that pugixml gives is that of the element's name, one behind its '<'.
std::string XmlFile::where(const pugi::xml_node& node) const {
  return where(node.offset_debug() - 1);
}

void XmlFile::fail(const pugi::xml_node& node, const std::string& what) const {
  throw InputError(where(node) + ": " + what);
}

std::string XmlFile::attribute(const pugi::xml_node& node, const char* name) const {
  return node.attribute(name).value();
}

std::string XmlFile::required(const pugi::xml_node& node, const char* name) const {
  const std::string value = attribute(node, name);
  if (value.empty())
    fail(node, "<" + clean_line(node.name(), 40) + "> needs an attribute '" + name + "'");
  return value;
}

std::string XmlFile::text_in(const pugi::xml_node& node, const char* name) const {
  std::string text = node.child(name).text().get();
  constexpr const char* kSpace = " \t\r\n";
  text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
  text.erase(text.find_last_not_of(kSpace) + 1);
  return text;
}

std::uint64_t XmlFile::whole_number(const pugi::xml_node& node, const std::string& what,
                                    const std::string& text) const {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    fail(node, what + " must be a whole number, not '" + clean_line(text, 40) + "'");
  return number;
}

}  // namespace assize
