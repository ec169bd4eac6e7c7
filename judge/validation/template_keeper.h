// A keeper whose runs are copies of a runtime's interpreter that was started once.
#pragma once

#include "judge/jail/host/keeper_client.h"
#include "judge/runtime/runtime.h"

namespace assize {

// Sets what the keeper needs for it; of a runtime that starts by exec, nothing.
void set_template(const Runtime& runtime, KeeperOptions& keeper);

}  // namespace assize
