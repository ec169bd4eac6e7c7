// The cgroups of a slot on v1, as plain directories and files that a test writes.
#pragma once

#include <fcntl.h>

#include <string>
#include <vector>

#include "judge/jail/keeper/run_group.h"
#include "tests/unit/support/temporary_directory.h"

namespace assize::test {

class FakeGroups {
 public:
  FakeGroups() {
    slot_.memory = make_directory("memory");
    slot_.pids = make_directory("pids");
    slot_.cpuacct = make_directory("cpuacct");
    slot_.layout.v1_memory = slot_.layout.v1_pids = slot_.layout.v1_cpuacct = true;
  }

  const SlotGroups& slot() const { return slot_; }
  void write(const std::string& file, const std::string& text) const {
    directory_.write("files/" + file, text);
  }
  std::string read(const std::string& file) const { return directory_.read("files/" + file); }
  std::string directory(const std::string& hierarchy) const { return directory_.path(hierarchy); }
  std::vector<std::string> groups(const std::string& hierarchy) const {
    const UniqueFd fd(::open(directory(hierarchy).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return groups_below(fd.get());
  }

  // Gives a pool's groups the files that cgroupfs would have made with them, as of a group that has
  // had no run.
  void put_files(RunGroups& groups) const {
    for (const auto& [file, text] : {std::pair{"usage", "0\n"},
                                     {"peak", "0\n"},
                                     {"oom", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n"},
                                     {"fails", "0\n"},
                                     {"cpu", "0\n"},
                                     {"processes", "0\n"},
                                     {"process_events", "max 0\n"},
                                     {"memory.limit_in_bytes", "-1\n"},
                                     {"pids.max", "max\n"}})
      write(file, text);
    groups.memory.charged = open("usage", O_RDONLY);
    groups.memory.peak = open("peak", O_RDWR);
    groups.memory.oom = open("oom", O_RDONLY);
    groups.memory.fails = open("fails", O_RDONLY);
    groups.cpu = open("cpu", O_RDONLY);
    groups.process_count = open("processes", O_RDONLY);
    groups.process_events = open("process_events", O_RDONLY);
    groups.memory.directory = open("", O_RDONLY | O_DIRECTORY);
    groups.pids = open("", O_RDONLY | O_DIRECTORY);
  }

  // Takes all groups that a pool keeps, and gives one back, which has files: it is the next one.
  std::string prepare_one(GroupPool& pool) {
    const std::size_t kept = groups("memory").size();
    for (std::size_t i = taken_.size(); i < kept; ++i) taken_.push_back(pool.take());
    RunGroups one = std::move(taken_.back());
    taken_.pop_back();
    put_files(one);
    const std::string name = one.name;
    pool.give_back(std::move(one));
    return name;
  }

 private:
  UniqueFd make_directory(const std::string& name) const {
    std::filesystem::create_directory(directory(name));
    return UniqueFd(::open(directory(name).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  UniqueFd open(const std::string& file, int mode) const {
    return UniqueFd(::open(directory_.path("files/" + file).c_str(), mode | O_CLOEXEC));
  }

  TemporaryDirectory directory_;
  SlotGroups slot_;
  std::vector<RunGroups> taken_;
};

}  // namespace assize::test
