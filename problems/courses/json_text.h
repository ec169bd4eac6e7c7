// JSON files of courses: their values, and the lines that these stand in.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace assize::courses {

// Throws InputError ("place:line: what") for what isn't JSON, or nested deeper than 100.
nlohmann::json parse_json(const std::string& text, const std::string& place);

// Where a value is: keys of objects and indices of arrays, from the outside.
using JsonPath = std::vector<std::variant<std::string, std::size_t>>;

// The line, from 1, of the value at `path` in a text that parse_json() has taken; of the nearest
// one around it, where there is no such value.
std::size_t line_in_json(std::string_view text, const JsonPath& path);

// The value of a key as a text: of a text itself, of a number as it is written in JSON. Empty where
// it isn't there, or something else.
std::string text_at(const nlohmann::json& object, const char* key);

}  // namespace assize::courses
