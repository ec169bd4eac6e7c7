// What an error says: half of the tests are about it.
#pragma once

#include <string>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

namespace assize::test {

// The message of the InputError that `act` throws; a failed test if it throws none.
template <typename Act>
std::string input_error_of(Act act) {
  try {
    act();
  } catch (const InputError& error) {
    return error.what();
  } catch (const std::exception& error) {
    FAIL_CHECK("threw something other than an InputError: " << error.what());
    return {};
  }
  FAIL_CHECK("threw nothing");
  return {};
}

}  // namespace assize::test
