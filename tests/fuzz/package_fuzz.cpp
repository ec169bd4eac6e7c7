// The package loader: a package of two files whose YAML is anything. It loads or is refused with an
// InputError.
#include "judge/core/errors.h"
#include "problems/package.h"

namespace {
class MemoryTree : public assize::FileTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string> contents)
      : contents_(std::move(contents)) {
    for (const auto& [path, content] : contents_) files_[path] = {"", content.size()};
  }
  std::string read(const std::string& path) const override { return contents_.at(path); }
  std::string place(const std::string& path) const override { return path; }

 private:
  std::map<std::string, std::string> contents_;
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto middle = std::min(text.find('\xFF'), text.size());
  const std::string group = text.substr(std::min(middle + 1, text.size()));
  const MemoryTree tree({{"problem.yaml", text.substr(0, middle)},
                         {".timelimit", "1"},
                         {"data/secret/testdata.yaml", group},
                         {"data/secret/test_group.yaml", group},
                         {"data/secret/1.in", ""},
                         {"data/secret/1.ans", ""}});
  for (const bool lenient : {false, true}) {
    try {
      LoadOptions options;
      options.lenient = lenient;
      load_package(tree, "fuzz", options);
    } catch (const InputError&) {
    }
  }
  return 0;
}
