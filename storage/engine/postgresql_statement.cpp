#include "storage/engine/postgresql_statement.h"

#include <algorithm>
#include <stdexcept>

namespace assize {

namespace {

const Parameter* find_in(std::span<const Parameter> parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& given) { return name == given.name; });
  return found == parameters.end() ? nullptr : &*found;
}

void append_number(std::string& bytes, std::uint64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
    bytes += static_cast<char>(number >> static_cast<unsigned>(shift) & 0xFFU);
}

void append_int32(std::string& bytes, std::size_t number) { append_number(bytes, number, 4); }

struct ArrayType {
  std::string_view name;
  std::size_t number;  // of its elements' type: pg_type.dat
};

ArrayType type_of(RowColumn::Type type) {
  switch (type) {
    case RowColumn::Type::number:
      return {"BIGINT[]", 20};
    case RowColumn::Type::text:
      return {"TEXT[]", 25};
    case RowColumn::Type::bytes:
      return {"BYTEA[]", 17};
  }
  throw std::logic_error("a column has no type");
}

void append_element(std::string& bytes, const Value& value) {
  const auto& held = value.held();
  if (const auto* number = std::get_if<std::int64_t>(&held)) {
    append_int32(bytes, 8);
    append_number(bytes, static_cast<std::uint64_t>(*number), 8);
    return;
  }
  if (std::holds_alternative<std::monostate>(held)) return append_number(bytes, ~0ULL, 4);
  std::string_view content;
  if (const auto* text = std::get_if<std::string_view>(&held)) content = *text;
  if (const auto* blob = std::get_if<Blob>(&held)) content = blob->bytes;
  append_int32(bytes, content.size());
  bytes += content;
}

}  // namespace

PostgresqlParameters::PostgresqlParameters(const PostgresqlStatement& statement,
                                           std::span<const Parameter> given)
    : numbers_(statement.parameters.size()),
      values_(statement.parameters.size(), nullptr),
      lengths_(statement.parameters.size(), 0),
      formats_(statement.parameters.size(), 0) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    const std::string_view name = statement.parameters[i];
    // Long lists of parameters are in the statement's order.
    const Parameter* parameter =
        i < given.size() && name == given[i].name ? &given[i] : find_in(given, name);
    if (parameter == nullptr) continue;
    ++found;
    set(i, parameter->value);
  }
  if (found != given.size()) throw std::logic_error("a statement has a parameter too many");
}

void PostgresqlParameters::set(std::size_t index, const Value& value) {
  const auto& held = value.held();
  if (std::holds_alternative<std::monostate>(held)) return;
  if (const auto* number = std::get_if<std::int64_t>(&held)) {
    numbers_[index] = std::to_string(*number);
    values_[index] = numbers_[index].c_str();
    return;
  }
  std::string_view bytes;
  if (const auto* text = std::get_if<std::string_view>(&held)) bytes = *text;
  if (const auto* blob = std::get_if<Blob>(&held)) bytes = blob->bytes;
  values_[index] = bytes.data() == nullptr ? "" : bytes.data();
  lengths_[index] = static_cast<int>(bytes.size());
  formats_[index] = 1;
}

std::string postgresql_for_all_rows(std::string_view sql, std::span<const RowColumn> columns) {
  constexpr std::string_view kRows = "assize_rows";
  std::string arrays;
  std::string names;
  for (const auto& column : columns) {
    const std::string comma = arrays.empty() ? "" : ", ";
    arrays += comma + "CAST(" + column.name + " AS " + std::string(type_of(column.type).name) + ")";
    names += comma + (column.name + 1);
  }
  std::string text(sql);
  return text.replace(text.find(kRows), kRows.size(),
                      "unnest(" + arrays + ") AS assize_rows(" + names + ")");
}

std::vector<std::string> postgresql_arrays(std::span<const RowColumn> columns,
                                           std::span<const Value> values) {
  std::vector<std::string> arrays(columns.size());
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::string& bytes = arrays[column];
    append_int32(bytes, 1);  // dimensions
    append_int32(bytes, 1);  // some may be NULL
    append_int32(bytes, type_of(columns[column].type).number);
    append_int32(bytes, values.size() / columns.size());
    append_int32(bytes, 1);  // the index of the first one
    for (std::size_t i = column; i < values.size(); i += columns.size())
      append_element(bytes, values[i]);
  }
  return arrays;
}

}  // namespace assize
