// Reading of XML: every problem is an InputError that says file, line and column.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <vector>

namespace assize {

constexpr std::size_t kMaxXml = 8U << 20U;

// pugixml knows no entities but the five of XML itself, and no other files: a document is never
// larger than its text.
class XmlFile {
 public:
  // Throws InputError for what isn't well-formed, isn't UTF-8 or is larger than kMaxXml.
  XmlFile(std::string text, std::string place);

  // Throws InputError if the document's element has another name.
  pugi::xml_node root(const char* name) const;
  std::string where(const pugi::xml_node& node) const;
  [[noreturn]] void fail(const pugi::xml_node& node, const std::string& what) const;

  std::string attribute(const pugi::xml_node& node,
                        const char* name) const;  // "" if it isn't there
  std::string required(const pugi::xml_node& node, const char* name) const;
  // The text in the element of that name; "" if there is none.
  std::string text_in(const pugi::xml_node& node, const char* name) const;
  // A decimal whole number. `node` is for the message.
  std::uint64_t whole_number(const pugi::xml_node& node, const std::string& what,
                             const std::string& text) const;

 private:
  std::string where(std::ptrdiff_t offset) const;

  std::string text_;
  std::string place_;
  std::vector<std::size_t> line_starts_{0};
  pugi::xml_document document_;
};

}  // namespace assize
