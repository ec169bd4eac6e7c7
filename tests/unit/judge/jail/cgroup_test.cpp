#include <fcntl.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <optional>

#include "judge/jail/run_group.h"

namespace {

using namespace assize;
namespace fs = std::filesystem;

// A plain directory with the files of a run's group on v2, as far as a test writes them.
class FakeGroup {
 public:
  FakeGroup() {
    std::string directory = "/tmp/assize-cgroup-test-XXXXXX";
    REQUIRE(::mkdtemp(directory.data()) != nullptr);
    directory_ = directory;
    slot_.layout.unified = slot_.layout.unified_memory = true;
    slot_.unified = UniqueFd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    pool_.emplace(slot_);
    group_ = RunGroup(*pool_);
  }
  ~FakeGroup() { fs::remove_all(directory_); }
  FakeGroup(const FakeGroup&) = delete;
  FakeGroup& operator=(const FakeGroup&) = delete;

  void write(const char* file, const std::string& text) const {
    std::ofstream(directory_ / group_.name() / file) << text << '\n';
  }
  const RunGroup& group() const { return group_; }

 private:
  fs::path directory_;
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

}  // namespace
