#include "judge/jail/host/kernel_faults.h"

#include <algorithm>

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

bool has(std::string_view release, std::string_view words) {
  const auto faults = known_faults(release);
  return std::any_of(faults.begin(), faults.end(), [&](const KernelFault& fault) {
    return fault.what.find(words) != std::string_view::npos;
  });
}

}  // namespace

TEST_CASE("a kernel whose freed BPF programs can hang the host is known by its version") {
  CHECK_FALSE(has("6.1.0-21-amd64", "BPF"));
  CHECK_FALSE(has("6.8.12", "BPF"));
  CHECK(has("6.9.0", "BPF"));
  CHECK(has("6.12.57+deb13-amd64", "BPF"));
  CHECK(has("6.18.44-fc-v657", "BPF"));
  CHECK(has("7.2.9", "BPF"));
  CHECK_FALSE(has("7.3.0", "BPF"));
}

TEST_CASE("a repair in a stable series counts from its patch on") {
  CHECK(has("6.1.0-1-amd64", "leaks"));
  CHECK(has("6.1.7", "leaks"));
  CHECK_FALSE(has("6.1.8", "leaks"));
  CHECK_FALSE(has("6.1.158-1", "leaks"));
  CHECK(has("5.15.90-generic", "leaks"));
  CHECK_FALSE(has("6.2.0", "leaks"));
  CHECK_FALSE(has("5.4.0", "leaks"));
}

TEST_CASE("a release that isn't understood has no known faults") {
  for (const char* release : {"", "linux", "6", "x.y.z", "-6.9"}) {
    INFO(release);
    CHECK(known_faults(release).empty());
  }
  CHECK_FALSE(known_faults("6.10-rc1").empty());
}

TEST_CASE("each known fault says what it means and what mends it") {
  for (const char* release : {"5.10.1", "6.12.0", "7.0.5"})
    for (const auto& fault : known_faults(release)) {
      INFO(fault.what);
      CHECK(fault.what.size() > 20);
      CHECK(fault.meaning.size() > 20);
      CHECK(fault.mend.size() > 10);
    }
}
