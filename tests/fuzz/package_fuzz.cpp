// The package loader: packages of both versions whose YAML is anything. They load or are refused
// with an InputError.
#include "problems/package.h"
#include "storage/base/errors.h"
#include "tests/fuzz/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const auto parts = fuzz::parts_of(data, size, 3);
  const std::map<std::string, std::string> common{
      {"problem.yaml", parts[0]}, {".timelimit", "1"},         {"data/sample/1.in", ""},
      {"data/sample/1.ans", ""},  {"data/secret/a/1.in", ""},  {"data/secret/a/1.ans", ""},
      {"data/secret/b/1.in", ""}, {"data/secret/b/1.ans", ""}, {"input_validators/v.py", ""}};
  auto legacy = common;
  legacy["data/testdata.yaml"] = parts[1];
  legacy["data/secret/a/testdata.yaml"] = parts[2];
  legacy["output_validators/check.cpp"] = "";
  auto grouped = common;
  grouped["data/secret/test_group.yaml"] = parts[1];
  grouped["data/secret/a/test_group.yaml"] = parts[2];
  grouped["data/secret/b/test_group.yaml"] = "max_score: 50\n";
  grouped["data/secret/b/1.yaml"] = parts[2];
  auto validated = grouped;
  validated["output_validator/validate.py"] = "";
  for (const auto& files : {legacy, grouped, validated})
    for (const bool lenient : {false, true}) {
      try {
        LoadOptions options;
        options.lenient = lenient;
        load_package(fuzz::MemoryTree(files), "fuzz", options);
      } catch (const InputError&) {
      }
    }
  return 0;
}
