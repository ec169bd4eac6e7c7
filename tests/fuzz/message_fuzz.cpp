// Both directions of the keeper's message format: whatever comes in is refused or decoded within
// its bounds, and what was decoded comes out the same again.
#include <cstdlib>

#include "judge/jail/protocol/message.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  if (const auto setup = decode_setup(message))
    if (decode_setup(encode(*setup)) != setup) std::abort();
  if (const auto spec = decode_spec(message))
    if (decode_spec(encode(*spec)) != spec) std::abort();
  if (const auto failure = decode_failure(message))
    if (decode_failure(encode(*failure)) != failure) std::abort();
  if (const auto answer = decode_record(message))
    if (encode(answer->run, answer->record, answer->yield) != message) std::abort();
  if (const auto collected = decode_collected(message))
    if (decode_collected(encode(*collected)) != collected) std::abort();
  return 0;
}
