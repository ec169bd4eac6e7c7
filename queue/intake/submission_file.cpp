#include "queue/intake/submission_file.h"

#include <sys/stat.h>

#include <cstdio>
#include <set>

#include "judge/runtime/runtime.h"
#include "queue/intake/arrangement.h"
#include "queue/intake/kinds.h"
#include "queue/intake/left_out.h"
#include "queue/intake/submitted_files.h"
#include "queue/intake/zip_members.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

Submitted arranged(std::map<std::string, std::string> files, const std::set<std::string>& left_out,
                   const std::string& path, const std::string& expected) {
  try {
    Arranged result = arrange(std::move(files), expected);
    Submitted submitted{std::move(result.source), left_out_in_words(left_out)};
    for (const auto& note : result.notes)
      submitted.note += (submitted.note.empty() ? "" : "; ") + note;
    return submitted;
  } catch (const InputError& error) {
    throw InputError(shown_name(path) + ": " + error.what());
  }
}

Submitted load_directory(const UniqueFd& directory, const std::string& path,
                         const std::string& expected) {
  SubmittedFiles files(path);
  std::set<std::string> left_out;
  walk_submitted(directory, path, kMaxSourceSize, left_out,
                 [&](const std::string& name, std::string content) {
                   if (files.may_add(name)) files.add(name, std::move(content));
                 });
  return arranged(files.take(), left_out, path, expected);
}

Submitted from_bytes(std::string content, const std::string& name, const std::string& place,
                     const std::string& expected) {
  if (is_zip("", content) || (is_zip(name, content) && why_not_python("", content).empty())) {
    // A document that is a zip file inside tells by its name what it is.
    const std::string why = is_zip(name, "") ? "" : why_not_python(name, "x");
    if (!why.empty()) throw InputError(shown_name(place) + ": " + why);
    std::set<std::string> left_out;
    auto files = read_zip(content, place, left_out);
    return arranged(std::move(files), left_out, place, expected);
  }
  if (const auto why = why_not_python(name, content); !why.empty())
    throw InputError(shown_name(place) + ": " + why);
  Submitted submitted;
  submitted.source.files[kMainFile] = std::move(content);
  return submitted;
}

std::string standard_input() {
  std::string content;
  std::string block(1U << 16U, '\0');
  std::size_t length = 0;
  while ((length = std::fread(block.data(), 1, block.size(), stdin)) > 0) {
    content.append(block.data(), length);
    if (content.size() > kMaxSourceSize)
      throw InputError("standard input: too large for a submission");
  }
  return content;
}

bool is_directory(const UniqueFd& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

SubmissionRoot root_of(const std::string& option) {
  return option.empty() ? SubmissionRoot::as_typed() : SubmissionRoot(option);
}

Submitted load_submission(const std::string& path, const SubmissionRoot& root,
                          const std::string& expected) {
  if (path == "-") return from_bytes(standard_input(), "", "standard input", expected);
  const auto opened = root.open(path);
  if (is_directory(opened.file)) return load_directory(opened.file, path, expected);
  return from_bytes(read_submitted(opened.file, path, opened.folder_owner, kMaxSourceSize), path,
                    path, expected);
}

}  // namespace assize
