#include "tools/assize/audit_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <iterator>
#include <sstream>

#include "problems/files/file_tree.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

[[noreturn]] void refuse(const std::string& what, const std::string& path, const std::string& why) {
  throw InputError(what + " " + shown_name(path) + ": " + why);
}

template <typename Read>
auto named(const std::string& what, const std::string& path, Read read) {
  try {
    return read();
  } catch (const InputError& error) {
    refuse(what, path, error.what());
  }
}

}  // namespace

std::string read_small_text(const std::string& path) {
  if (path != "-") return read_whole_file(path, kMostBytes);
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  if (text.size() > kMostBytes) throw InputError("standard input: is longer than 1 MiB");
  return text;
}

NoteSigner new_key_file(const std::string& path, const std::string& name) {
  const NoteSigner signer = make_signer(name);
  const UniqueFd file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0)
    refuse("key", path,
           errno == EEXIST
               ? "is there already: a key that was used is never replaced; name another "
                 "file (docs/audit.md, 'A new key')"
               : std::strerror(errno));
  const std::string text = signer.text() + "\n";
  if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      fsync(file.get()) != 0) {
    const std::string why = std::strerror(errno);
    unlink(path.c_str());
    refuse("key", path, "can't be written: " + why);
  }
  return signer;
}

NoteSigner read_key_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    refuse("key", path,
           errno == ENOENT
               ? "isn't there: make one (assize audit key new), or restore it from where "
                 "it was kept"
               : std::strerror(errno));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    std::ostringstream mode;
    mode << std::oct << (status.st_mode & 07777U);
    refuse("key", path,
           "can be read by others (mode 0" + mode.str() +
               "), who could sign in its place: chmod 600, and make a new one if others may have "
               "read it");
  }
  return named("key", path, [&] { return signer_from_text(read_small_text(path)); });
}

std::vector<NoteVerifier> read_public_keys(const std::vector<std::string>& given) {
  std::vector<NoteVerifier> keys;
  for (const auto& one : given) {
    if (one.find('+') != std::string::npos && access(one.c_str(), F_OK) != 0) {
      keys.push_back(named("key", one, [&] { return verifier_from_text(one); }));
      continue;
    }
    std::istringstream lines(read_small_text(one));
    const std::size_t before = keys.size();
    for (std::string line; std::getline(lines, line);)
      if (!line.empty() && line[0] != '#')
        keys.push_back(named("key", one, [&] { return verifier_from_text(line); }));
    if (keys.size() == before) refuse("key", one, "has no public key in it");
  }
  return keys;
}

SignedNote read_note_file(const std::string& path) {
  return named("checkpoint", path, [&] {
    SignedNote note = note_from_text(read_small_text(path));
    checkpoint_from_text(note.text);
    return note;
  });
}

}  // namespace assize
