#include "problems/courses/commands.h"

#include <algorithm>
#include <array>
#include <optional>

namespace assize::courses {

namespace {

// In order; a name that belongs to no list is "a command".
constexpr std::array<std::string_view, 22> kOtherLanguages{
    "gcc",   "g++", "clang",  "clang++", "cc",     "make", "cmake", "javac",
    "java",  "mvn", "gradle", "node",    "npm",    "npx",  "yarn",  "cargo",
    "rustc", "go",  "ruby",   "Rscript", "dotnet", "ghc"};
constexpr std::array<std::string_view, 7> kNetwork{"curl", "wget",  "git", "ssh",
                                                   "scp",  "rsync", "nc"};
constexpr std::array<std::string_view, 14> kProvided{"pytest",
                                                     "gradescope-utils",
                                                     "gradescope-util",
                                                     "otter-grader",
                                                     "okpy",
                                                     "ok",
                                                     "nbgrader",
                                                     "pytest-timeout",
                                                     "pip",
                                                     "setuptools",
                                                     "wheel",
                                                     "subprocess32",
                                                     "python3",
                                                     "pytest-prairielearn-grader"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Cut into words as a shell does, at blanks and quotes; nothing, where a shell would do more.
std::optional<std::vector<std::string>> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else if (quote == '"' && (c == '$' || c == '`' || c == '\\'))
        return std::nullopt;
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else if (std::string_view("|&;<>$`\\(){}*?!~").find(c) != std::string_view::npos) {
      return std::nullopt;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != '\0') return std::nullopt;
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

// "python3.11" too.
bool is_python(std::string_view word) {
  for (const std::string_view folder : {"/usr/bin/", "/usr/local/bin/"})
    if (word.starts_with(folder)) word.remove_prefix(folder.size());
  if (!word.starts_with("python") && word != "py") return false;
  return word.substr(std::min<std::size_t>(6, word.size())).find_first_not_of("0123456789.") ==
         std::string_view::npos;
}

using Words = std::vector<std::string>;

Command other(Command command, const std::string& why) {
  command.kind = Command::Kind::other;
  command.why = why;
  return command;
}

// The rest of "pip install", "apt-get update".
Command installing(Command command, const Words& words, std::size_t at) {
  command.kind = Command::Kind::installs;
  bool verb = false;
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    if ((word == "-r" || word == "--requirement") && at + 1 < words.size())
      command.packages.push_back("-r " + words[++at]);
    else if (word.starts_with("-"))
      continue;
    else if (!verb)
      verb = true;
    else
      command.packages.push_back(package_name(word));
  }
  if (command.packages.empty()) command.kind = Command::Kind::nothing;
  return command;
}

TestSelection selection_of(std::string_view node) {
  TestSelection selection;
  const std::size_t first = node.find("::");
  selection.file = std::string(node.substr(0, first));
  while (selection.file.starts_with("./")) selection.file.erase(0, 2);
  if (first == std::string_view::npos) return selection;
  const std::string_view rest = node.substr(first + 2);
  const std::size_t second = rest.find("::");
  if (second != std::string_view::npos) {
    selection.in_class = std::string(rest.substr(0, second));
    selection.function = std::string(rest.substr(second + 2));
  } else if (rest.starts_with("test")) {
    selection.function = std::string(rest);
  } else {
    selection.in_class = std::string(rest);
  }
  return selection;
}

Command pytest(Command command, const Words& words, std::size_t at) {
  command.kind = Command::Kind::tests;
  command.runner = "pytest";
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word == "-k" || word == "-m" || word == "-p" || word == "-c" ||
        word.starts_with("--ignore") || word.starts_with("--deselect") ||
        word.starts_with("--cov") || word.starts_with("-k="))
      return other(std::move(command), "pytest with the option " + word);
    if (word.starts_with("-")) continue;  // how it is told
    TestSelection selection = selection_of(word);
    if (selection.file.ends_with(".py")) {
      command.selections.push_back(std::move(selection));
    } else if (word != "." && word != "tests" && word != "tests/" && word != "./tests") {
      return other(std::move(command), "pytest with '" + word + "', which is no file of tests");
    }
  }
  if (command.selections.empty()) command.selections.emplace_back();
  return command;
}

// "test_a.py", "test_a", "tests.test_a.TestStack.test_push"
TestSelection unittest_selection(const std::string& word) {
  TestSelection selection;
  if (word.ends_with(".py")) {
    selection.file = word.starts_with("./") ? word.substr(2) : word;
    return selection;
  }
  std::string path;
  for (std::size_t at = 0; at <= word.size();) {
    const std::size_t dot = std::min(word.find('.', at), word.size());
    const std::string part = word.substr(at, dot - at);
    if (!selection.in_class.empty())
      selection.function = part;
    else if (!part.empty() && part[0] >= 'A' && part[0] <= 'Z')
      selection.in_class = part;
    else
      path += (path.empty() ? "" : "/") + part;
    at = dot + 1;
  }
  selection.file = path + ".py";
  return selection;
}

Command unittest(Command command, const Words& words, std::size_t at) {
  command.kind = Command::Kind::tests;
  command.runner = "unittest";
  const bool discover = at < words.size() && words[at] == "discover";
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word == "-k") return other(std::move(command), "unittest with the option -k");
    if (discover && (word == "-p" || word == "-s" || word == "-t")) ++at;
    if (!discover && !word.starts_with("-")) command.selections.push_back(unittest_selection(word));
  }
  if (command.selections.empty()) command.selections.emplace_back();
  return command;
}

Command python(Command command, const Words& words) {
  std::size_t at = 1;
  while (at < words.size() && words[at].starts_with("-") && words[at] != "-m" && words[at] != "-c")
    ++at;
  if (at == words.size()) return other(std::move(command), "python without a file");
  if (words[at] == "-c") return other(std::move(command), "Python code on a command line (-c)");
  if (words[at] == "-m") {
    const std::string module = at + 1 < words.size() ? words[at + 1] : "";
    if (module == "pytest") return pytest(std::move(command), words, at + 2);
    if (module == "unittest") return unittest(std::move(command), words, at + 2);
    if (module == "pip") return installing(std::move(command), words, at + 2);
    return other(std::move(command), "the module '" + module + "' as a program");
  }
  command.kind = Command::Kind::program;
  command.file = words[at].starts_with("./") ? words[at].substr(2) : words[at];
  command.arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
  return command;
}

Command command_of(const std::string& text) {
  Command command;
  command.text = text;
  if (text.empty() || text.starts_with('#')) return command;
  const auto cut = words_of(text);
  if (!cut) return other(std::move(command), "an expression for a shell");
  Words words = *cut;
  while (!words.empty() && (words[0] == "sudo" || words[0] == "-H" || words[0] == "exec"))
    words.erase(words.begin());
  if (words.empty()) return command;
  const std::string& name = words[0];
  if (name == "set" || name == "echo" || name == "true" || name == "clear") return command;
  if (name == "pip" || name == "pip3" || name == "apt-get" || name == "apt" || name == "conda" ||
      name == "brew")
    return installing(std::move(command), words, 1);
  if (name == "pytest" || name == "py.test") return pytest(std::move(command), words, 1);
  if (is_python(name)) return python(std::move(command), words);
  if (name.starts_with("./") && name.ends_with(".py")) {
    words.insert(words.begin(), "python3");
    return python(std::move(command), words);
  }
  if (is_in(kOtherLanguages, name))
    return other(std::move(command), "'" + name + "', of another language than Python");
  if (is_in(kNetwork, name))
    return other(std::move(command), "'" + name + "', which needs a network");
  return other(std::move(command), "the command '" + name + "'");
}

}  // namespace

std::vector<Command> commands_in(std::string_view text) {
  std::vector<Command> commands;
  std::string part;
  char quote = '\0';
  const auto end = [&] {
    Command command = command_of(trimmed(part));
    if (command.kind != Command::Kind::nothing) commands.push_back(std::move(command));
    part.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '#' && trimmed(part).empty()) {  // a comment may have any quotes
      i = std::min(text.find('\n', i), text.size());
      part.clear();
      continue;
    }
    if (quote == '\0' && (c == '\n' || c == ';' || text.substr(i, 2) == "&&")) {
      if (c == '&') ++i;
      end();
      continue;
    }
    if (quote != '\0' && c == quote)
      quote = '\0';
    else if (quote == '\0' && (c == '"' || c == '\''))
      quote = c;
    part += c;
  }
  end();
  return commands;
}

std::string package_name(std::string_view requirement) {
  std::string name(requirement.substr(0, requirement.find_first_of("=<>!~[ ;")));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (c == '_') c = '-';
  }
  return name;
}

bool is_provided(std::string_view package) {
  return is_in(kProvided, package) || package.starts_with("python3-pip") ||
         package.starts_with("python3-dev") || package == "python3-setuptools" ||
         package == "python-is-python3" || package == "python3-venv" || package == "python" ||
         package == "python3-pytest";
}

}  // namespace assize::courses
