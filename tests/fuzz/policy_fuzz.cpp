// The policy loader: a policy or an InputError.
#include "problems/policy_file.h"
#include "storage/base/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    assize::parse_policy(std::string(reinterpret_cast<const char*>(data), size), "policy");
  } catch (const assize::InputError&) {
  }
  return 0;
}
