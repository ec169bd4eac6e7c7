// Contents of packages and built validators on this host's disk: what comes from a database on
// another host is fetched once per host, whichever of its workers wants it first.
//
// Of no use with SQLite, whose file is on a disk of this host already: a second copy would take
// room on it, and in the kernel's memory, to save nothing.
#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <string>

#include "queue/cache/cache_folder.h"
#include "storage/store/blob_pieces.h"

namespace assize {

class BlobCache {
 public:
  // `on_message`: what the operator should know; called from any thread. Throws as CacheFolder.
  BlobCache(const std::string& directory, std::uint64_t most_bytes,
            std::function<void(const std::string&)> on_message);

  // Gives the pieces of a content away as they come. Throws where they can't be had, and at the end
  // if they aren't what its hash says: then nothing is kept of them.
  using Fetch = std::function<void(const TakePiece&)>;

  // A content by its hash: of the disk, or fetched, and then kept unless it can't be. Whatever is
  // wrong with the cache, it is what `fetch` gives, or what that throws. Safe to use from several
  // threads.
  std::string read(const std::string& hash, std::uint64_t size, const Fetch& fetch);

  // Of this process.
  struct Counts {
    std::uint64_t fetched = 0;  // contents
    std::uint64_t fetched_bytes = 0;
    std::uint64_t found = 0;
    std::uint64_t found_bytes = 0;
  };
  Counts counts() const;
  const CacheFolder& folder() const { return folder_; }

 private:
  std::string fetch_only(std::uint64_t size, const Fetch& fetch);
  std::string fetch_and_keep(std::uint64_t size, const Fetch& fetch, CacheFolder::Entry& entry);
  void tell_once(const std::string& about, const std::string& text);

  CacheFolder folder_;
  std::function<void(const std::string&)> on_message_;
  mutable std::mutex mutex_;
  Counts counts_;
  std::set<std::string> told_;
};

}  // namespace assize
