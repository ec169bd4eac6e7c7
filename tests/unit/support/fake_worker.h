// A worker whose slots judge nothing: what it does is handed in, and no time passes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "queue/worker/worker.h"
#include "tests/unit/support/stores.h"

namespace assize::test {

using Judge = std::function<JudgingRecord(const LeasedJob&, const Source&)>;

class FakeSlot final : public SlotWork {
 public:
  explicit FakeSlot(Judge judge) : judge_(std::move(judge)) {}
  void repair() override {}
  JudgingRecord judge(const LeasedJob& job, const Source& source) override {
    return judge_(job, source);
  }
  void abandon() override {}

 private:
  Judge judge_;
};

// A worker that drains the store, unless its options are changed.
struct Drain {
  explicit Drain(TestStore& test, int many = 1) : store(test), slots(many) {
    options.store = test.url;
    options.drain = true;
  }

  // Times so short that a test needn't wait for them.
  Drain& hasty() {
    using std::chrono::milliseconds;
    options.times.pause.first = milliseconds{2};
    options.times.pause.longest = milliseconds{8};
    options.times.after_error = milliseconds{0};
    options.times.first_wait = milliseconds{1};
    options.times.wish_look = milliseconds{1};
    return *this;
  }

  WorkerResult run(const Judge& judge) {
    WorkerEvents events;
    events.on_message = [&](const std::string& text) { messages += text + "\n"; };
    events.on_detail = [&](const std::string& text) { details += text + "\n"; };
    return run_worker(
        options,
        [&](StoreAccess&) {
          std::vector<std::unique_ptr<SlotWork>> list;
          for (int i = 0; i < slots; ++i) list.push_back(std::make_unique<FakeSlot>(judge));
          return list;
        },
        events);
  }

  // How often something was said.
  int said(const std::string& words) const {
    int count = 0;
    for (auto at = messages.find(words); at != std::string::npos; at = messages.find(words, at + 1))
      ++count;
    return count;
  }

  TestStore& store;
  int slots;
  WorkerOptions options;
  std::string messages;
  std::string details;
};

inline JudgingRecord wrong(const LeasedJob&, const Source&) { return wrong_judging(); }

}  // namespace assize::test
