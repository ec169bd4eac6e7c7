#include "judge/runtime/template_choice.h"

#include <array>
#include <charconv>

#include "judge/jail/host/jail_program.h"
#include "judge/runtime/template_build.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// As judge/template/cpython.h has it.
struct Known {
  int minor;
  int least_patch;
};
constexpr std::array<Known, 4> kKnown{{{11, 0}, {12, 1}, {13, 0}, {14, 5}}};

struct Version {
  int minor = -1;  // of Python 3; else -1
  int patch = -1;
};

Version read_version(std::string_view text) {
  Version version;
  if (!text.starts_with("3.")) return version;
  text.remove_prefix(2);
  const char* const end = text.data() + text.size();
  const auto [dot, error] = std::from_chars(text.data(), end, version.minor);
  if (error == std::errc{} && dot != end && *dot == '.')
    std::from_chars(dot + 1, end, version.patch);
  return version;
}

bool is_known(const Version& version) {
  for (const auto& known : kKnown)
    if (known.minor == version.minor) return version.patch >= known.least_patch;
  return false;
}

}  // namespace

std::string template_versions() {
  std::string text = "CPython";
  for (std::size_t i = 0; i < kKnown.size(); ++i) {
    const Known& known = kKnown.at(i);
    text += (i == 0                  ? " 3."
             : i + 1 < kKnown.size() ? ", 3."
                                     : " and 3.") +
            std::to_string(known.minor);
    if (known.least_patch > 0)
      text +=
          " (from 3." + std::to_string(known.minor) + "." + std::to_string(known.least_patch) + ")";
  }
  return text;
}

bool template_knows(const std::string& version) {
  constexpr std::string_view kName = "CPython ";
  return version.starts_with(kName) && version.find('(') == std::string::npos &&
         is_known(read_version(std::string_view(version).substr(kName.size())));
}

TemplateChoice choose_template(const Interpreter& interpreter, const std::string& jail_program,
                               const std::string& folder) {
  if (!template_knows(interpreter.version))
    return {{},
            "the template knows " + template_versions() + ", and this is " +
                clean_line(interpreter.version),
            ""};
  const std::string minor = "3." + std::to_string(read_version(interpreter.language).minor);
  if (std::string object = find_template_object(jail_program, minor); !object.empty())
    return {std::move(object), {}, {}};
  const std::string mend =
      "make one (assize --config FILE runtime add " + shown_name(interpreter.path) +
      "), or build assize where its headers are (python3-dev): docs/runtimes.md";
  if (folder.empty())
    return {{}, "this assize was built without a template for CPython " + minor, mend};
  if (std::string object = find_built_template(interpreter, jail_program, folder); !object.empty())
    return {std::move(object), {}, {}};
  return {{},
          "there is no template for CPython " + minor + " in " + shown_name(folder) +
              " that was made with this assize",
          mend};
}

}  // namespace assize
