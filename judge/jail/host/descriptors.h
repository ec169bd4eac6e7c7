// The descriptors of a worker: how many its slots need, and how many inputs may be kept open.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assize {

// Raises the soft limit to the hard one. Throws HostError, saying how many there must be, if so
// many slots can't judge with it.
void provide_descriptors(std::uint32_t slots);

// Of what is left beside that, the share of one slot. Without provide_descriptors(): of as many
// slots as there are CPUs.
std::size_t spare_descriptors();

}  // namespace assize
