// The pool of slots, with places that need no jail.
#include "judge/slot_pool.h"

#include <atomic>
#include <set>
#include <stdexcept>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

// Counts, over all places of a pool, what is done with them.
struct Seen {
  std::atomic<int> made{0};
  std::atomic<int> ended{0};
  std::atomic<int> repaired{0};
  std::atomic<int> worked{0};
  int fails_at_repair = 0;  // which one; 0: none
};

class Place {
 public:
  explicit Place(Seen& seen) : seen_(seen) { ++seen_.made; }
  ~Place() { ++seen_.ended; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  void repair() {
    if (++seen_.repaired == seen_.fails_at_repair) throw HostError("no jail can be put up");
  }
  Seen& seen() { return seen_; }

 private:
  Seen& seen_;
};

using Pool = WorkPool<Place>;

Pool pool_of(Seen& seen, std::uint32_t places) {
  return Pool([&seen] { return std::make_unique<Place>(seen); }, places);
}

void count(Place& place) { ++place.seen().worked; }

}  // namespace

TEST_CASE("every piece of work is done once, by a place that was looked after before") {
  Seen seen;
  Pool pool = pool_of(seen, 3);
  for (int i = 0; i < 100; ++i) pool.add(count);
  pool.run();
  CHECK(seen.worked == 100);
  CHECK(seen.repaired == 100);
  CHECK(seen.made == 3);
  CHECK(seen.ended == 3);
}

TEST_CASE("work that is added by work is done before the pool ends") {
  Seen seen;
  Pool pool = pool_of(seen, 2);
  std::function<void(Place&, int)> split = [&](Place& place, int left) {
    count(place);
    for (int i = 0; i < 2 && left > 0; ++i)
      pool.add([&split, left](Place& next) { split(next, left - 1); });
  };
  pool.add([&](Place& place) { split(place, 6); });
  pool.run();
  CHECK(seen.worked == 127);
}

TEST_CASE("a pool without work ends, with its places") {
  Seen seen;
  Pool pool = pool_of(seen, 2);
  pool.run();
  CHECK(seen.worked == 0);
  CHECK(seen.made == seen.ended);
}

TEST_CASE("the first failure of a piece of work ends the pool and is thrown") {
  Seen seen;
  Pool pool = pool_of(seen, 1);
  pool.add(count);
  pool.add([](Place&) { throw std::runtime_error("the first"); });
  for (int i = 0; i < 10; ++i) pool.add(count);
  CHECK_THROWS_WITH(pool.run(), "the first");
  CHECK(seen.worked == 1);
  CHECK(seen.ended == 1);
}

TEST_CASE("a place that can't be made or repaired is thrown, too") {
  Seen seen;
  Pool none([]() -> std::unique_ptr<Place> { throw HostError("no slot is free"); }, 2);
  none.add(count);
  CHECK_THROWS_AS(none.run(), HostError);

  seen.fails_at_repair = 2;
  Pool pool = pool_of(seen, 1);
  for (int i = 0; i < 5; ++i) pool.add(count);
  CHECK_THROWS_AS(pool.run(), HostError);
  CHECK(seen.worked == 1);
}
