// The number by which the store knows a submission, a judging, a batch or a rejudge.
#pragma once

#include <cstdint>

namespace assize {

using Id = std::int64_t;

}  // namespace assize
