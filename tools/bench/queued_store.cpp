#include "tools/bench/queued_store.h"

#include <fmt/format.h>

#include <stdexcept>

#include "judge/runtime/runtime.h"
#include "problems/package.h"
#include "queue/queue.h"
#include "storage/store/status.h"

namespace assize::bench {

namespace {

constexpr const char* kProblem = "sum";
constexpr int kSubmitters = 7;

void write_package(const TemporaryDirectory& directory, const Program& program) {
  const std::string root = std::string(kProblem) + "/";
  directory.write(root + "problem.yaml",
                  "problem_format_version: legacy\ntype: pass-fail\nname: Sum\n"
                  "validation: default\nlimits:\n  memory: 256\n");
  directory.write(root + ".timelimit", "2\n");
  for (int i = 1; i <= kTests; ++i) {
    const std::string test = fmt::format("{}data/secret/{:02}", root, i);
    directory.write(test + ".in", program.input);
    directory.write(test + ".ans", program.output);
  }
}

std::string import_package(Store& store, const std::string& directory) {
  const DirectoryTree tree(directory);
  const Package package = load_package(tree, kProblem, {});
  PackageRow row;
  row.hash = package.hash;
  row.problem = package.id;
  row.name = package.name;
  row.format = package.format;
  row.tests = static_cast<std::int64_t>(package.tests.size());
  row.time_limit = package.limits.time;
  row.memory_limit = package.limits.memory;
  row.imported_at = now_ms();
  std::vector<StoredFile> files;
  for (const auto& [path, file] : tree.files()) files.push_back({path, file.hash, file.size});
  store.put_package(row, files, [&](const std::string& path) { return tree.read(path); });
  return package.hash;
}

}  // namespace

QueuedStore::QueuedStore(const Program& program, int submissions) : submissions_(submissions) {
  write_package(directory_, program);
  Store store(path());
  Queue queue(store);
  Transaction transaction(store.database());
  const std::string package = import_package(store, directory_.path() + "/" + kProblem);
  for (int i = 0; i < submissions; ++i) {
    SubmissionRow row;
    row.submitter = fmt::format("submitter-{}", i % kSubmitters);
    row.problem = kProblem;
    row.language = "python3";
    row.file_name = kMainFile;
    row.submitted_at = now_ms();
    row.source = store.put_source({{{kMainFile, fmt::format("{}# {}\n", program.source, i)}}});
    row.id = store.put_submission(row);
    queue.enqueue(row, package);
  }
  transaction.commit();
}

std::vector<std::int64_t> QueuedStore::recorded() const {
  Store store(path(), Database::Mode::read_write);
  auto times = accepted_at(store.database());
  if (times.size() != static_cast<std::size_t>(submissions_))
    throw std::runtime_error(
        fmt::format("{} of {} submissions were accepted", times.size(), submissions_));
  return times;
}

}  // namespace assize::bench
