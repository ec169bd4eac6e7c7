#include "queue/worker/store_access.h"

#include <set>

#include "queue/worker/retry_pause.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;

namespace {

// A store that fails as one that is busy does, so many times.
struct Faulty {
  explicit Faulty(TestStore& test, milliseconds patience = milliseconds{5'000})
      : access({test.url,
                "w",
                {},
                {},
                [this](const std::string& text) { said.push_back(text); },
                patience}) {}

  void write(int faults) {
    access.write([&](Store&, Queue&) {
      if (faults-- > 0) throw StoreError(StoreError::Kind::passing, "store x: is held");
    });
  }

  std::vector<std::string> said;
  StoreAccess access;
};

}  // namespace

TEST_CASE("trouble with a store is said once when it begins, and once when it is over") {
  TestStore test;
  Faulty faulty(test);
  faulty.write(3);
  REQUIRE(faulty.said.size() == 2);
  CHECK(faulty.said[0].find("is held\n  It is tried again for 5 s") != std::string::npos);
  CHECK(faulty.said[1].find("works again") != std::string::npos);
  faulty.write(0);
  CHECK(faulty.said.size() == 2);
  faulty.write(1);
  CHECK(faulty.said.size() == 4);
}

TEST_CASE("trouble that lasts for longer than one request is said once") {
  TestStore test;
  Faulty faulty(test, milliseconds{20});
  for (int i = 0; i < 3; ++i) CHECK_THROWS_AS(faulty.write(1'000), StoreError);
  CHECK(faulty.said.size() == 1);
  faulty.write(0);
  CHECK(faulty.said.size() == 2);
}

TEST_CASE("retries come twice as late each time, up to two seconds, by a quarter more or less") {
  CHECK(retry_pause(0, 0) == milliseconds{50});
  CHECK(retry_pause(1, 0) == milliseconds{100});
  CHECK(retry_pause(30, 0) == milliseconds{2'000});
  CHECK(retry_pause(30, 1) == milliseconds{2'500});
  CHECK(retry_pause(30, -1) == milliseconds{1'500});
  CHECK(retry_pause(30, 100) == milliseconds{2'500});
}

TEST_CASE("what is written later is written") {
  TestStore test;
  Faulty faulty(test);
  faulty.access.write_later([](Store& store, Queue&) { store.put_batch("monday"); });
  faulty.access.write([](Store&, Queue&) {});
  CHECK(test.number("SELECT count(*) FROM batches") == 1);
}
