// Whether there are ids for slots: see ids_of_slot() in slot.h.
#pragma once

namespace assize {

// Whether this user namespace has those that slots would get.
bool has_ids_of_slots();

}  // namespace assize
