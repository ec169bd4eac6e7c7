// Policies as operators write them: YAML (docs/policy.md).
#pragma once

#include <string>

#include "storage/records/policy.h"

namespace assize {

// Throws InputError with file, line and column.
Policy parse_policy(const std::string& text, const std::string& place);
Policy load_policy(const std::string& path);

}  // namespace assize
