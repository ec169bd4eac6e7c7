// What a package expects of its submissions: submissions.yaml and an annotated source that are
// anything. They are understood or refused with an InputError.
#include "problems/submissions/submissions.h"
#include "storage/base/errors.h"
#include "tests/fuzz/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const auto parts = fuzz::parts_of(data, size, 2);
  const fuzz::MemoryTree tree(
      {{"problem.yaml",
        "problem_format_version: 2025-09\nname: N\nuuid: u\ntype: scoring\nconstants: {k: 5}\n"},
       {".timelimit", "1"},
       {"data/secret/a/test_group.yaml", "max_score: 40\n"},
       {"data/secret/a/1.in", ""},
       {"data/secret/a/1.ans", ""},
       {"data/secret/b/test_group.yaml", "max_score: 60\n"},
       {"data/secret/b/1.in", ""},
       {"data/secret/b/1.ans", ""},
       {"submissions/submissions.yaml", parts[0]},
       {"submissions/accepted/a.py", ""},
       {"submissions/mixed/b.py", parts[1]},
       {"submissions/mixed/c/main.py", ""}});
  const Package package = load_package(tree, "fuzz", {});
  for (const bool lenient : {false, true}) {
    try {
      LoadOptions options;
      options.lenient = lenient;
      find_submissions(tree, package, options);
    } catch (const InputError&) {
    }
  }
  return 0;
}
