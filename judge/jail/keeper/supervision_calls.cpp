// System calls that the filter asks about: passed, denied and counted, or the end of the run.
#include <algorithm>
#include <cerrno>

#include "judge/jail/keeper/supervision.h"

namespace assize {

namespace {

constexpr auto kSlowAnswer = std::chrono::milliseconds{1};  // see kDeniedCallCap

bool contains(const std::vector<std::int32_t>& calls, int number) {
  return std::find(calls.begin(), calls.end(), number) != calls.end();
}

}  // namespace

// The two phases of filter_listener.h.
void RunSupervisor::on_call() {
  const auto call = run_.listener().receive();
  if (!call) return;  // the caller died
  if (started_) {
    on_denied_call(*call);
  } else {
    on_set_up_call(*call);
  }
}

// Everything of the submission comes after the call by which main says that it begins: by exec that
// is its exec; by template it is a word that stands for it.
void RunSupervisor::on_set_up_call(const seccomp_notif& call) {
  if (!is_beginning(call)) {
    run_.listener().let_pass(call);
    return;
  }
  begin_clocks();
  const bool sent = spec_.start == Start::exec ? run_.listener().let_pass(call)
                                               : run_.listener().deny(call, EPERM);
  if (!sent) started_ = false;  // it was interrupted, and will say so again
}

void RunSupervisor::on_denied_call(const seccomp_notif& call) {
  const int number = call.data.nr;
  // Where the run has begun with the compile check, the submission itself begins with the first
  // word after that.
  if (in_check_ && is_beginning(call)) {
    if (!yield_.check) end_check();
    in_check_ = false;
    begin_clocks();
    if (!run_.listener().deny(call, EPERM)) in_check_ = true;
    return;
  }
  if (contains(rules_.passed_calls, number)) {
    run_.listener().let_pass(call);
    return;
  }
  const bool silent = contains(rules_.silent_calls, number);
  auto known = std::find_if(record_.denied_calls.begin(), record_.denied_calls.end(),
                            [&](const DeniedCall& c) { return c.number == number; });
  if (!silent && known == record_.denied_calls.end()) {
    DeniedCall first;
    first.number = number;
    std::copy(std::begin(call.data.args), std::end(call.data.args), first.arguments.begin());
    known = record_.denied_calls.insert(known, first);
  }
  if (!silent) ++known->count;
  if (contains(rules_.fatal_calls, number)) {
    if (!record_.fatal_call) record_.fatal_call = number;
    end();
  } else if (++denied_ >= kDeniedCallCap) {
    record_.denied_calls_capped = true;
    answers_again_ = Clock::now() + kSlowAnswer;
  }
  run_.listener().deny(call, EPERM);
}

}  // namespace assize
