// What templates on this host have told of themselves: measured by the first one, kept until the
// host is started again (host_cache.h), and the same for all of the same runtime and kernel. With
// an empty key nothing is kept.
#pragma once

#include <optional>
#include <string>

#include "storage/base/unique_fd.h"
#include "storage/records/limits.h"

namespace assize {

class TemplateCache {
 public:
  // `interpreter_key`: see KeeperOptions. `unified_memory`: whether runs' memory is counted by
  // cgroup v2, which counts in another way.
  TemplateCache(const std::string& interpreter_key, bool unified_memory);

  // The memory that a run shares with the template.
  std::optional<Bytes> baseline() const;
  void keep_baseline(Bytes baseline) const;

  // A file in memory with what a template has learnt of its pages (judge/template/pages.c), or
  // empty, for it to fill. The content concerns nothing but the time that runs take. Throws
  // HostError.
  UniqueFd pages() const;
  void keep_pages(const UniqueFd& pages) const;

 private:
  std::string prefix_;  // of the entries' names; empty: nothing is kept
  std::string key_;
};

}  // namespace assize
