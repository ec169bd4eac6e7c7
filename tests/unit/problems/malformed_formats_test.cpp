// Malformed packages of the other formats, made from good ones: whatever is done to their text,
// they load or are refused with the place of what is wrong.
#include <functional>

#include "problems/formats/polygon/solutions.h"
#include "problems/package.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/memory_tree.h"
#include "tests/unit/support/zips.h"

using namespace assize;
using namespace assize::test;

namespace {

using Files = std::map<std::string, std::string>;

Files dmoj() {
  return {{"init.yml",
           "archive: data.zip\npoints: 3\nchecker:\n  name: floats\n  args: {precision: 4}\n"
           "time_limit: 2\nmemory_limit: 65536\ntest_cases:\n- {in: 1.in, out: 1.out, points: 0}\n"
           "- points: 7\n  batched:\n  - {in: 2.in, out: 2.out}\n  - {in: 1.in, out: 2.out}\n"
           "- dependencies: [1]\n  batched: [{in: 2.in, out: 1.out, checker: check.py}]\n"},
          {"data.zip", zip_of({{"2.in", "2"}, {"2.out", "2"}})},
          {"check.py", "def check(*a, **k): return True"},
          {"1.in", "1"},
          {"1.out", "1"}};
}

Files cms() {
  Files files{{"task.yaml",
               "name: x\ntitle: X\ntime_limit: 1.5\nmemory_limit: 64\ninfile: \"\"\noutfile: \"\"\n"
               "n_input: 3\npublic_testcases: 0,1\nscore_type: GroupMin\n"
               "score_type_parameters: [[40, \"00[01]\"], [60, \".*\"]]\n"},
              {"gen/GEN", "#ST: 40\n1 2\n#ST: 60\n#COPY: x\n3 # three\n"}};
  for (const char* number : {"0", "1", "2"}) {
    files["input/input" + std::string(number) + ".txt"] = number;
    files["output/output" + std::string(number) + ".txt"] = number;
  }
  return files;
}

Files polygon() {
  return {
      {"problem.xml",
       "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<problem>\n<names><name "
       "language=\"english\" value=\"X\"/></names>\n<judging input-file=\"\" "
       "output-file=\"\">\n<testset name=\"tests\">\n<time-limit>1000</time-limit>\n"
       "<memory-limit>268435456</memory-limit>\n<test-count>2</test-count>\n"
       "<input-path-pattern>tests/%02d</input-path-pattern>\n"
       "<answer-path-pattern>tests/%02d.a</answer-path-pattern>\n<tests>\n<test group=\"a\" "
       "points=\"4\"/>\n<test group=\"b\" points=\"6\"/>\n</tests>\n<groups>\n<group name=\"a\" "
       "points-policy=\"complete-group\"/>\n<group name=\"b\"><dependencies><dependency "
       "group=\"a\"/></dependencies></group>\n</groups>\n</testset>\n</judging>\n<assets>\n"
       "<checker type=\"testlib\"><source path=\"files/check.cpp\"/></checker>\n<solutions>"
       "<solution tag=\"main\"><source path=\"a.py\" type=\"python.3\"/></solution>"
       "</solutions>\n</assets>\n</problem>\n"},
      {"files/check.cpp", "testlib.h"},
      {"files/testlib.h", ""},
      {"a.py", ""},
      {"tests/01", "1"},
      {"tests/01.a", "1"},
      {"tests/02", "2"},
      {"tests/02.a", "2"}};
}

// Every way to damage a text that is tried.
void for_each_damage(const std::string& text, const std::function<void(std::string)>& act) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    act(text.substr(0, i));
    act(text.substr(0, i) + text.substr(i + 1));
    for (const char* other : {"\n", "\"", "0", "-", "\xff", "&", "[", ": ", "9999999999"})
      act(text.substr(0, i) + other + text.substr(i + 1));
  }
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find('\n', start), text.size() - 1) + 1;
    lines.push_back(text.substr(start, end - start));
    start = end;
  }
  const auto joined = [](const std::vector<std::string>& parts) {
    std::string whole;
    for (const auto& part : parts) whole += part;
    return whole;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto without = lines;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    act(joined(without));
    auto twice = lines;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    act(joined(twice));
    if (i > 0) {
      auto swapped = lines;
      std::swap(swapped[i], swapped[i - 1]);
      act(joined(swapped));
    }
  }
}

struct Counts {
  std::size_t loaded = 0;
  std::size_t refused = 0;
};

Counts damage(const Files& files, const std::string& path) {
  load_package(MemoryTree(files), "good", {});
  Counts counts;
  for_each_damage(files.at(path), [&](std::string text) {
    Files damaged = files;
    damaged[path] = std::move(text);
    const MemoryTree tree(damaged);
    try {
      const Package package = load_package(tree, "damaged", {});
      if (package.format == "polygon") find_polygon_solutions(tree, package);
      ++counts.loaded;
    } catch (const InputError& error) {
      ++counts.refused;
      if (std::string(error.what()).find("package/") == std::string::npos)
        FAIL_CHECK("no place in: " << error.what());
    }
  });
  return counts;
}

}  // namespace

TEST_CASE("damaged packages of other formats load, or are refused with the place") {
  for (const auto& [files, path] : std::vector<std::pair<Files, std::string>>{
           {dmoj(), "init.yml"}, {cms(), "task.yaml"}, {polygon(), "problem.xml"}}) {
    INFO(path);
    const Counts counts = damage(files, path);
    CHECK(counts.loaded > 100);
    CHECK(counts.refused > 1000);
  }
}

TEST_CASE("a damaged gen/GEN loads, or is refused with the place") {
  Files files = cms();
  std::string& task = files["task.yaml"];
  task.erase(task.find("score_type"));
  const Counts counts = damage(files, "gen/GEN");
  CHECK(counts.loaded > 20);
  CHECK(counts.refused > 200);
}

TEST_CASE("a damaged archive loads, or is refused with the place") {
  CHECK(damage(dmoj(), "data.zip").refused > 500);
}

TEST_CASE("a package of another format is refused where a file of it is missing") {
  for (const auto& files : {dmoj(), cms(), polygon()})
    for (const auto& [path, content] : files) {
      Files less = files;
      less.erase(path);
      if (path == "gen/GEN" || path == "a.py") continue;
      INFO(path);
      CHECK_THROWS_AS(load_package(MemoryTree(less), "less", {}), InputError);
    }
}
