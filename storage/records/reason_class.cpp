#include "storage/records/reason_class.h"

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

// kLast is the last one: a class behind it would never be found.
static_assert(ReasonClass(static_cast<ReasonClass::Value>(ReasonClass::kLast + 1)).name().data() ==
              nullptr);

ReasonClass::ReasonClass(const std::string& recorded) : value_(none) {
  if (!find(recorded, value_))
    throw DamagedItem("its reason class is none: '" + clean_line(recorded, 40) + "'");
}

}  // namespace assize
