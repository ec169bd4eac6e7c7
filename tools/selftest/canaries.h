// What an attack would find outside the jail: a file, listeners, System V and POSIX objects, a
// variable of the environment.
//
// Programs name them by fixed names and numbers, so that each can be read by itself. On the host
// they have names of their own, so that several judges can be tested at once and nothing of the
// host's is in the way: adapted() puts these into a program's source.
#pragma once

#include <mqueue.h>

#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/unique_fd.h"

namespace assize {

class Canaries {
 public:
  Canaries();  // throws HostError
  ~Canaries();
  Canaries(const Canaries&) = delete;
  Canaries& operator=(const Canaries&) = delete;

  std::string adapted(std::string source) const;
  // Whether a System V key is one that canaries have, of this process or another.
  static bool is_key(long key) { return key >> 24 == 0x61; }

 private:
  void make_file();
  void make_listeners();
  void make_sysv();
  void make_queue();
  void remove();

  std::string name_;  // of the file in /tmp and of the abstract socket
  std::string queue_name_;
  std::uint16_t port_ = 0;
  int first_key_ = 0;  // shared memory; the message queue and the semaphore have the next two
  std::vector<UniqueFd> sockets_;
  int shared_memory_ = -1;
  int messages_ = -1;
  int semaphores_ = -1;
  bool has_file_ = false;
  mqd_t queue_ = -1;
};

}  // namespace assize
