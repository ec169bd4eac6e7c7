#include "judge/runtime/file_marks.h"

#include <ctime>

#include "judge/jail/host/host_cache.h"

namespace assize {

namespace {

constexpr ::time_t kSettled = 3;  // seconds

FileMarks marks_of(const std::vector<std::string>& paths) {
  FileMarks marks;
  for (const auto& path : paths) marks.add_text(path).add(path);
  return marks;
}

}  // namespace

FileMarks& FileMarks::add(const struct stat& s) {
  settled_ = settled_ && s.st_ctim.tv_sec + kSettled < ::time(nullptr);
  for (const auto number :
       {std::uint64_t{s.st_dev}, std::uint64_t{s.st_ino}, static_cast<std::uint64_t>(s.st_size),
        static_cast<std::uint64_t>(s.st_mtim.tv_sec), static_cast<std::uint64_t>(s.st_mtim.tv_nsec),
        static_cast<std::uint64_t>(s.st_ctim.tv_sec),
        static_cast<std::uint64_t>(s.st_ctim.tv_nsec)})
    sha_.add_field(std::to_string(number));
  return *this;
}

FileMarks& FileMarks::add(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return add(status);
  settled_ = false;
  return add_text("missing");
}

FileMarks& FileMarks::add_text(std::string_view text) {
  sha_.add_field(text);
  return *this;
}

std::optional<std::string> cached_of_files(const std::string& name, const std::string& key,
                                           const FilesOfValue& files) {
  const auto known = cached(name, key);
  const auto end = known ? known->find('\n') : std::string::npos;
  if (end == std::string::npos) return std::nullopt;
  std::string value = known->substr(end + 1);
  if (marks_of(files(value)).digest() != known->substr(0, end)) return std::nullopt;
  return value;
}

void keep_of_files(const std::string& name, const std::string& key, const std::string& value,
                   const FilesOfValue& files) {
  FileMarks marks = marks_of(files(value));
  if (marks.settled()) keep_in_cache(name, key, marks.digest() + "\n" + value);
}

}  // namespace assize
