#include "tools/selftest/canaries.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr std::string_view kSecret = "canary-secret\n";
constexpr const char* kDirectory = "/tmp/";
constexpr int kTries = 64;

// The names that programs use.
constexpr std::string_view kName = "assize-attack-canary";
constexpr std::string_view kQueueName = "assize-canary";
constexpr std::string_view kPort = "47999";
constexpr std::array<std::string_view, 3> kKeys{"0x61737A31", "0x61737A32", "0x61737A33"};

[[noreturn]] void fail(const std::string& what) {
  throw HostError("can't set up " + what +
                  " for attacks to find: " + std::generic_category().message(errno));
}

void replace_all(std::string& text, std::string_view old, const std::string& by) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size()))
    text.replace(at, old.size(), by);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// An empty descriptor if the port is taken.
UniqueFd bound(int type, std::uint16_t port) {
  UniqueFd fd(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  if (!fd || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return {};
  if (type == SOCK_STREAM && ::listen(fd.get(), 16) != 0) return {};
  return fd;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return 0;
  return ntohs(address.sin_port);
}

}  // namespace

Canaries::Canaries() {
  static std::atomic<int> serial{0};
  const std::string tag = std::to_string(::getpid()) + "-" + std::to_string(serial++);
  name_ = std::string(kName) + "-" + tag;
  queue_name_ = std::string(kQueueName) + "-" + tag;
  try {
    make_file();
    make_listeners();
    make_sysv();
    make_queue();
  } catch (...) {
    remove();
    throw;
  }
}

Canaries::~Canaries() { remove(); }

void Canaries::remove() {
  if (has_file_) ::unlink((kDirectory + name_).c_str());
  if (shared_memory_ >= 0) ::shmctl(shared_memory_, IPC_RMID, nullptr);
  if (messages_ >= 0) ::msgctl(messages_, IPC_RMID, nullptr);
  if (semaphores_ >= 0) ::semctl(semaphores_, 0, IPC_RMID);
  if (queue_ >= 0) {
    ::mq_close(queue_);
    ::mq_unlink(("/" + queue_name_).c_str());
  }
}

void Canaries::make_file() {
  const UniqueFd fd(::open((kDirectory + name_).c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  has_file_ = static_cast<bool>(fd);
  if (!fd || ::fchmod(fd.get(), 0644) != 0 ||
      ::write(fd.get(), kSecret.data(), kSecret.size()) != static_cast<ssize_t>(kSecret.size()))
    fail("a file in /tmp");
}

void Canaries::make_listeners() {
  for (int i = 0; i < kTries && sockets_.empty(); ++i) {
    UniqueFd stream = bound(SOCK_STREAM, 0);
    if (!stream) fail("a listener");
    port_ = port_of(stream.get());
    UniqueFd datagrams = bound(SOCK_DGRAM, port_);
    if (!datagrams) continue;  // somebody else's
    sockets_.push_back(std::move(stream));
    sockets_.push_back(std::move(datagrams));
  }
  if (sockets_.empty()) fail("a listener");

  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(name_.begin(), name_.end(), address.sun_path + 1);
  sockets_.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int fd = sockets_.back().get();
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name_.size());
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(fd, 16) != 0)
    fail("an abstract socket");
}

// Where the host has no System V objects or message queues, or no more of them, there is nothing to
// find: that is no reason to stop.
void Canaries::make_sysv() {
  first_key_ = 0x61000000 | (::getpid() & 0x3FFFF) << 6;
  constexpr int kNew = IPC_CREAT | IPC_EXCL | 0666;
  for (int i = 0; i < kTries; ++i, first_key_ += 3)
    if ((shared_memory_ = ::shmget(first_key_, 4096, kNew)) >= 0 || errno != EEXIST) break;
  if (void* memory = ::shmat(shared_memory_, nullptr, 0);
      reinterpret_cast<std::intptr_t>(memory) != -1) {
    std::memcpy(memory, kSecret.data(), kSecret.size());
    ::shmdt(memory);
  }
  messages_ = ::msgget(first_key_ + 1, kNew);
  semaphores_ = ::semget(first_key_ + 2, 1, kNew);
}

void Canaries::make_queue() {
  queue_ = ::mq_open(("/" + queue_name_).c_str(), O_CREAT | O_EXCL | O_RDWR, 0666, nullptr);
  if (queue_ >= 0) ::fchmod(queue_, 0666);  // the mode above is subject to the umask
}

std::string Canaries::adapted(std::string source) const {
  replace_all(source, kName, name_);
  replace_all(source, kQueueName, queue_name_);
  replace_all(source, kPort, std::to_string(port_));
  for (std::size_t i = 0; i < kKeys.size(); ++i)
    replace_all(source, kKeys[i], std::to_string(first_key_ + static_cast<int>(i)));
  return source;
}

}  // namespace assize
