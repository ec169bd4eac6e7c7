// Messages on their way, with the descriptors that come with them.
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "judge/jail/protocol/message.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

struct SocketPair {
  SocketPair() {
    int fds[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0);
    near = UniqueFd(fds[0]);
    far = UniqueFd(fds[1]);
  }
  UniqueFd near;
  UniqueFd far;
};

}  // namespace

TEST_CASE("a datagram arrives with its descriptors") {
  SocketPair sockets;
  int fds[2] = {-1, -1};
  REQUIRE(::pipe(fds) == 0);
  const UniqueFd read_end(fds[0]);
  const UniqueFd write_end(fds[1]);
  REQUIRE(send_message(sockets.near.get(), "hello", fds));
  const auto received = receive_message(sockets.far.get());
  REQUIRE(received);
  CHECK(received->message == "hello");
  REQUIRE(received->descriptors.size() == 2);
  REQUIRE(::write(received->descriptors[1].get(), "x", 1) == 1);
  char byte = 0;
  CHECK(::read(read_end.get(), &byte, 1) == 1);
}

TEST_CASE("datagrams keep their bounds, and an end is an empty message") {
  SocketPair sockets;
  REQUIRE(send_message(sockets.near.get(), "one"));
  REQUIRE(send_message(sockets.near.get(), "two"));
  CHECK(receive_message(sockets.far.get())->message == "one");
  CHECK(receive_message(sockets.far.get())->message == "two");
  sockets.near = UniqueFd();
  const auto end = receive_message(sockets.far.get());
  REQUIRE(end);
  CHECK(end->message.empty());
  errno = 0;
  CHECK_FALSE(send_message(sockets.far.get(), "three"));
  CHECK(errno == EPIPE);
}

TEST_CASE("what is too large isn't sent") {
  SocketPair sockets;
  errno = 0;
  CHECK_FALSE(send_message(sockets.near.get(), std::string(kMaxMessage + 1, 'x')));
  CHECK(errno == EMSGSIZE);
  const std::vector<int> many(kMaxDescriptors + 1, 0);
  errno = 0;
  CHECK_FALSE(send_message(sockets.near.get(), "x", many));
  CHECK(errno == EMSGSIZE);
}

TEST_CASE("a datagram that doesn't fit is refused whole, and its descriptors are closed") {
  SocketPair sockets;
  const int size = 1 << 20;
  ::setsockopt(sockets.near.get(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  const std::string large(kMaxMessage + 1, 'x');
  const ssize_t sent = ::send(sockets.near.get(), large.data(), large.size(), MSG_DONTWAIT);
  if (sent < 0) return;  // this host has smaller socket buffers
  errno = 0;
  CHECK_FALSE(receive_message(sockets.far.get()));
  CHECK(errno == EMSGSIZE);
  REQUIRE(send_message(sockets.near.get(), "next"));
  CHECK(receive_message(sockets.far.get())->message == "next");
}
