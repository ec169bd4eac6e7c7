// Running attacks in a keeper and checking what came of them.
#pragma once

#include <memory>
#include <string>

#include "judge/jail/host/sealed_inputs.h"
#include "judge/jail/host/slot.h"
#include "judge/judging.h"
#include "tools/selftest/attack.h"
#include "tools/selftest/host_state.h"

namespace assize {

// The limits that attacks are written for. On an emulated machine everything takes longer:
// ASSIZE_ATTACK_SCALE multiplies the time limits. The wall limit is short only where it is what
// ends the attack: on a busy host all others must have the time to come to their outcome.
Limits attack_limits(const Attack& attack, Layers without = {});

// What the runs of an attack have in common, as the tests of several submissions have.
struct AttackInput {
  explicit AttackInput(const Attack& attack)
      : content(std::make_shared<const std::string>(attack.input)) {}
  std::shared_ptr<const std::string> content;
  SealedInputs sealed = SealedInputs(ids_of_slot(0).rootless());
  UniqueFd plain = {};  // without the layer of sealed inputs
};

// One run of a program, canaries' names put in already. `input`: of the runs before; or none.
FinishedRun run_program(KeeperClient& keeper, const JudgeHost& judge_host, const Attack& attack,
                        Layers without, AttackInput* input = nullptr);

// Whether the output, up to its limit if there is one, has the line by which a program says that it
// succeeded.
bool has_breached(const FinishedRun& run, Layers without = {});
// A time limit ended it, and is its verdict, but so late that it came to its line: on a busy host
// the keeper may have to wait for its turn. That is the host's doing and no hole, and tried again.
bool was_ended_late(const Attack& attack, const FinishedRun& run);
// What is wrong with a run in the whole jail; empty if it is as the header says.
std::string wrong_in_whole_jail(const Attack& attack, const FinishedRun& run);

// One attack after the other in one slot; the keeper is made anew where the layers differ. All of
// them give what is wrong, or nothing. They throw HostError where the jail can't be put up and
// JudgeError where the judge failed.
class AttackRunner {
 public:
  AttackRunner(JudgeHost judge_host, Scope scope)
      : judge_host_(std::move(judge_host)), scope_(scope) {}

  // Held, with the verdict and the incidents that its header says.
  std::string in_whole_jail(const Attack& attack);
  // Without these layers it succeeds.
  std::string succeeds_without(const Attack& attack, Layers without);
  // Without these layers it is held all the same, by those that are left. (Whether it leaves
  // something is not asked: the layers that clean up may be away.)
  std::string held_without(const Attack& attack, Layers without);

 private:
  struct Outcome {
    FinishedRun run;   // the last one
    std::string left;  // on the host
  };
  // `patience`: so often it looks again, after a pause, whether something is left.
  Outcome run(const Attack& attack, Layers without, int patience);
  void need_keeper(Layers without);
  HostState state() const { return look_at_host(judge_host_.host, keeper_->slot(), scope_); }
  HostState settled_state() const;

  JudgeHost judge_host_;
  Scope scope_;
  Layers without_;  // of the keeper
  std::unique_ptr<KeeperClient> keeper_;
};

}  // namespace assize
