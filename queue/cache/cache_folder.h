// A folder on this host's disk with contents under their hashes, shared by the processes of one
// user, none of which can rely on another one: each may be killed at any instant.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/unique_fd.h"

namespace assize {

struct CacheUse {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // on the disk, in whole blocks
};

class CacheFolder {
 public:
  // Whoever has it is the one that fetches a content; others wait for it. What was begun and not
  // kept is gone with it.
  class Entry {
   public:
    Entry(Entry&&) noexcept = default;
    Entry& operator=(Entry&&) = delete;
    ~Entry();
    // What can't be written isn't kept.
    void write(std::string_view bytes);
    // From now on others find it, if all of it was written. Only for what the hash was checked of.
    bool keep();

   private:
    friend class CacheFolder;
    Entry(const CacheFolder& folder, std::string hash, UniqueFd file)
        : folder_(folder), hash_(std::move(hash)), file_(std::move(file)) {}
    const CacheFolder& folder_;
    std::string hash_;
    UniqueFd file_;
    std::uint64_t size_ = 0;
    std::uint64_t written_ = 0;
    bool failed_ = false;
  };

  // Opens the folder `contents` below `directory`; what isn't there of both is made, 0700. `most`:
  // bytes on the disk, at most. Throws InputError, with what to do, if it can't be used: it isn't a
  // directory of this user's alone. `patience`: for how long another one that fetches may get
  // nowhere.
  CacheFolder(const std::string& directory, std::uint64_t most,
              std::chrono::milliseconds patience = std::chrono::seconds{10});
  CacheFolder(const CacheFolder&) = delete;
  CacheFolder& operator=(const CacheFolder&) = delete;

  struct Found {
    std::string content;
    bool is_damaged = false;  // it was, and is gone now: there is no content
  };
  // Checked against its hash; it is the one that was used last from now on. Nothing if it isn't
  // there.
  std::optional<Found> read(const std::string& hash, std::uint64_t size) const;

  enum class Turn {
    ours,  // `entry`: this one fetches it
    look,  // another one has fetched it: read() finds it
    none   // it can't be kept: too large, no room on the disk, who fetches it gets nowhere
  };
  // Waits while another one fetches it and gets somewhere. Makes room: what wasn't used for longest
  // goes first.
  Turn begin(const std::string& hash, std::uint64_t size, std::optional<Entry>& entry) const;

  // Looks only: nothing is made there.
  static CacheUse use_of(const std::string& directory);
  const std::string& path() const { return path_; }
  std::uint64_t most() const { return most_; }

 private:
  class Total;
  struct Kept {
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t used_ns = 0;
  };
  bool has_lock(const std::string& part, int file) const;
  bool reserve(Entry& entry, std::uint64_t size) const;
  std::uint64_t sweep(std::uint64_t target) const;
  bool is_there(const std::string& name) const;

  std::string path_;
  UniqueFd folder_;
  std::uint64_t most_;
  std::chrono::milliseconds patience_;
};

}  // namespace assize
