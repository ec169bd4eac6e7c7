#include <fcntl.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "judge/jail/keeper/run_group.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

namespace {

using namespace assize;
namespace fs = std::filesystem;

// A plain directory with the files of a run's group on v2, as far as a test writes them.
class FakeGroup {
 public:
  FakeGroup() {
    slot_.layout.unified = slot_.layout.unified_memory = true;
    slot_.unified = UniqueFd(::open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    pool_.emplace(slot_);
    group_ = RunGroup(*pool_);
  }

  void write(const char* file, const std::string& text) const {
    std::ofstream(directory_.path(group_.name() + "/" + file)) << text << '\n';
  }
  const RunGroup& group() const { return group_; }

 private:
  test::TemporaryDirectory directory_;
  SlotGroups slot_;
  std::optional<GroupPool> pool_;
  RunGroup group_;
};

TEST_CASE("the kernel's own peak counts where there is one") {
  const FakeGroup fake;
  fake.write("memory.peak", "5000000");
  fake.write("memory.current", "1000");
  CHECK(fake.group().tells_peak());
  CHECK(fake.group().memory_peak(mib(60)).count == 5'000'000);
}

TEST_CASE("without it the peak is the most that was seen, and the limit where it was reached") {
  const FakeGroup fake;
  fake.write("memory.current", "1000");
  fake.write("memory.max", "67108864");
  fake.write("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0");
  CHECK_FALSE(fake.group().tells_peak());
  CHECK(fake.group().memory_now().count == 1000);
  CHECK(fake.group().memory_peak().count == 1000);
  CHECK(fake.group().memory_peak(mib(9)) == mib(9));
  CHECK(fake.group().memory_peak(mib(70)) == mib(64));  // file pages that others were charged for
  fake.write("memory.events", "low 0\nhigh 0\nmax 17\noom 1\noom_kill 1");
  CHECK(fake.group().memory_peak(mib(9)) == mib(64));
  fake.write("memory.max", "max");
  CHECK(fake.group().memory_peak(mib(70)) == mib(70));
}

// Plain directories in the place of the v1 hierarchies of a slot.
class FakeSlot {
 public:
  FakeSlot() {
    slot.layout.v1_memory = slot.layout.v1_pids = slot.layout.v1_cpuacct = true;
    for (auto& [parent, name] :
         {std::pair{&slot.memory, "memory"}, {&slot.pids, "pids"}, {&slot.cpuacct, "cpuacct"}}) {
      parents.emplace_back(directory_.path(name));
      fs::create_directory(parents.back());
      *parent = UniqueFd(::open(parents.back().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
  }

  SlotGroups slot;
  std::vector<fs::path> parents;  // of the memory first

 private:
  test::TemporaryDirectory directory_;
};

std::ptrdiff_t groups_in(const fs::path& parent) {
  return std::distance(fs::directory_iterator(parent), fs::directory_iterator());
}

TEST_CASE("a v1 group whose use can't be read isn't used again, and as many are there as before") {
  const FakeSlot fake;
  GroupPool pool(fake.slot);
  const auto before = groups_in(fake.parents[0]);
  REQUIRE(before > 0);
  {
    const RunGroup first(pool);
    const RunGroup second(pool);
    CHECK(first.name() == "run-" + std::to_string(before));
    CHECK(second.name() == "run-" + std::to_string(before + 1));
  }
  for (const auto& parent : fake.parents) {
    CHECK(groups_in(parent) == before);
    CHECK_FALSE(fs::exists(parent / "run-0"));
  }
}

TEST_CASE("of groups that can't all be made none is left, and the next ones can be") {
  const FakeSlot fake;
  GroupPool pool(fake.slot);
  const auto before = groups_in(fake.parents[0]);
  const fs::path obstacle = fake.parents[0] / ("run-" + std::to_string(before));
  std::ofstream(obstacle) << "not a directory";
  CHECK_THROWS_AS(RunGroup(pool), JudgeError);
  for (const auto& parent : fake.parents)
    CHECK_FALSE(fs::is_directory(parent / obstacle.filename()));
  fs::remove(obstacle);
  CHECK(RunGroup(pool).name() == "run-" + std::to_string(before + 1));
  for (const auto& parent : fake.parents) CHECK(groups_in(parent) == before);
}

}  // namespace
