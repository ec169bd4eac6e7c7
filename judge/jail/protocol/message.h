// The messages between worker and keeper: one datagram of a SOCK_SEQPACKET socket each.
//
//   magic "ASZ9" · type (1 byte) · body
//
// Numbers are little-endian and of fixed width; a text is its length (4 bytes) and its bytes; a
// list is its count (4 bytes) and its items. Everything has a bound, and a message must be used up
// exactly: whatever doesn't fit is refused whole. Descriptors travel beside it (SCM_RIGHTS).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

constexpr std::size_t kMaxMessage = 160 * 1024;
constexpr std::size_t kMaxText = 64 * 1024;  // any one text
constexpr std::size_t kMaxItems = 1024;      // any one list
constexpr std::size_t kMaxDescriptors = 8;

enum class MessageType : std::uint8_t {
  setup = 1,
  ready = 2,
  run = 3,
  record = 4,
  failure = 5,
  collected = 6,    // from init to the keeper
  pipe_wanted = 7,  // from the worker: an input for a run
  pipe = 8,         // with it: the reader's end, the writer's
};

std::string encode(const SlotSetup& setup);
std::string encode(const JailSpec& spec);
std::string encode(std::uint64_t run, const RunRecord& record, const RunYield& yield = {});
std::string encode(const LaunchFailure& failure);
// `shared`: directories of the view that aren't the slot's own copies (see root_view.h).
std::string encode_ready(const std::vector<std::string>& shared);
std::optional<std::vector<std::string>> decode_ready(std::string_view message);
std::string encode_pipe_wanted();
std::string encode_pipe();

std::optional<MessageType> type_of(std::string_view message);
std::optional<SlotSetup> decode_setup(std::string_view message);
std::optional<JailSpec> decode_spec(std::string_view message);
struct AnsweredRecord {
  std::uint64_t run = 0;
  RunRecord record;
  RunYield yield;
};
std::optional<AnsweredRecord> decode_record(std::string_view message);
std::optional<LaunchFailure> decode_failure(std::string_view message);

// The files that init has collected; their content is in the descriptor that comes along, unless
// there is a problem.
struct Collected {
  std::vector<BoxFile> files;
  std::string problem;
  bool operator==(const Collected&) const = default;
};
std::string encode(const Collected& collected);
std::optional<Collected> decode_collected(std::string_view message);

// Sends one datagram with descriptors. False with errno set if it couldn't (EPIPE: the peer died).
bool send_message(int socket, std::string_view message, std::span<const int> descriptors = {});

struct Received {
  std::string message;  // empty: the peer has closed
  std::vector<UniqueFd> descriptors;
};
// Receives one datagram; nothing with errno set on error (EMSGSIZE if it was cut).
std::optional<Received> receive_message(int socket);

}  // namespace assize
