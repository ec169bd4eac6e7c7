// Reason classes: one fixed word for each rule that gives a verdict. They are recorded with every
// judging and are part of the verdict digest, so a word never changes and never goes away.
// docs/verdicts.md lists them; a test compares that list with this one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assize {

class ReasonClass {
 public:
  enum Value : std::uint8_t {
    none,            // accepted
    cpu_time,        // TLE
    wall_time,       // TLE
    memory,          // MLE
    output_size,     // OLE
    exit_code,       // RTE
    signal,          // RTE
    wrong_output,    // WA
    partly_right,    // PA
    compiler,        // CE: the interpreter's compiler refuses the source, or dies of it
    code_limit,      // CE
    files,           // CE: the submission's files and the package's can't lie side by side
    forbidden_call,  // SV
    foreign_abi,     // SV
    host_memory,     // JE, as the next two: never part of a digest
    host_overload,
    no_end,
    error_output_size,  // OLE, only in records of earlier versions, as the next one
    denied_calls,       // SV
    kLast = denied_calls
  };

  constexpr ReasonClass(Value value = none) : value_(value) {}  // NOLINT: as an enumeration
  // As it is recorded. Throws DamagedItem if there is no such class. A literal is looked up by the
  // compiler, which refuses one that isn't there.
  ReasonClass(const std::string& recorded);                                   // NOLINT
  consteval ReasonClass(const char* literal) : value_(must_find(literal)) {}  // NOLINT

  constexpr Value value() const { return value_; }  // for a switch
  constexpr std::string_view name() const { return name_of(value_); }
  constexpr operator std::string_view() const { return name(); }  // NOLINT: to record it
  bool operator==(const ReasonClass&) const = default;

 private:
  static constexpr std::string_view name_of(Value value) {
    switch (value) {
      case none:
        return "";
      case cpu_time:
        return "cpu";
      case wall_time:
        return "wall";
      case memory:
        return "memory";
      case output_size:
        return "stdout";
      case exit_code:
        return "exit-code";
      case signal:
        return "signal";
      case wrong_output:
        return "output";
      case partly_right:
        return "part";
      case compiler:
        return "compile";
      case code_limit:
        return "code-limit";
      case files:
        return "files";
      case forbidden_call:
        return "forbidden-call";
      case foreign_abi:
        return "foreign-abi";
      case host_memory:
        return "host-memory";
      case host_overload:
        return "host-overload";
      case no_end:
        return "no-end";
      case error_output_size:
        return "stderr";
      case denied_calls:
        return "denied-calls";
    }
    return {};
  }
  static constexpr bool find(std::string_view name, Value& found) {
    for (int i = 0; i <= kLast; ++i) {
      found = static_cast<Value>(i);
      if (name_of(found) == name) return true;
    }
    return false;
  }
  static consteval Value must_find(std::string_view literal) {
    Value found = none;
    if (!find(literal, found)) throw "there is no such reason class";
    return found;
  }
  Value value_;
};

}  // namespace assize
