// The statements of a package: which files, in which languages.
#include "problems/formats/icpc/icpc.h"

namespace assize::icpc {

namespace {

// "problem.en.tex", "problem.tex" (English). Nothing for any other file.
std::optional<PackageStatement> statement_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  if (!name.starts_with("problem.")) return std::nullopt;
  const std::size_t dot = name.rfind('.');
  const std::string kind = name.substr(dot + 1);
  if (kind != "tex" && kind != "md" && kind != "pdf" && kind != "html" && kind != "txt")
    return std::nullopt;
  const std::size_t first = name.find('.');
  if (first == dot) return PackageStatement{"en", path};
  const std::string language = name.substr(first + 1, dot - first - 1);
  if (language.find('.') != std::string::npos) return std::nullopt;
  return PackageStatement{language, path};
}

}  // namespace

void find_statements(const Loading& loading) {
  const auto find_in = [&](const std::string& directory) {
    for (auto file = loading.files.files().lower_bound(directory);
         file != loading.files.files().end() && file->first.starts_with(directory); ++file) {
      if (file->first.find('/', directory.size()) != std::string::npos) continue;
      if (const auto statement = statement_of(file->first))
        loading.package.statements.push_back(*statement);
    }
  };
  // The directory of the package's version; that of the other one if there is nothing; and
  // DOMjudge's problem.pdf at the top.
  find_in(loading.is_new ? "statement/" : "problem_statement/");
  if (loading.package.statements.empty())
    find_in(loading.is_new ? "problem_statement/" : "statement/");
  if (loading.package.statements.empty()) find_in("");
}

}  // namespace assize::icpc
