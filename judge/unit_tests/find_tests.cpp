#include "judge/unit_tests/find_tests.h"

#include "problems/formats/assignment/assignment_file.h"
#include "problems/formats/assignment/found_tests.h"
#include "problems/unit_tests/programs.h"

namespace assize {

std::unique_ptr<FileTree> with_tests(std::unique_ptr<FileTree> files, const LoadOptions& options,
                                     const std::function<ProgramHost&()>& programs) {
  if (!must_find_tests(*files)) return files;
  Package package;  // for warnings, which are given when it is loaded
  const AssignmentFile assignment = read_assignment_file(*files, options, package);
  std::map<std::string, std::string> contents;
  for (const auto& [place, path] : tester_files(*files)) {
    auto added = added_program(path);
    contents[place] = added ? std::move(*added) : files->read(path);
  }
  contents["main.py"] = *added_program(kTestFinder);
  contents["tests.json"] = question_for_tests(assignment);
  std::string found = programs().output_of(files->place(kAssignmentFile), "main.py", contents);
  read_found_tests(found, *files);  // all that is wrong is said here
  return with_found_tests(std::move(files), std::move(found));
}

}  // namespace assize
