// The checkpoint that a worker makes when it ends, and where it is kept.
#pragma once

#include <optional>
#include <string>

#include "storage/audit/signed_note.h"
#include "tools/assize/config.h"

namespace assize {

class CheckpointWriter {
 public:
  // Reads the key, if one is wanted: throws InputError if it can't be used.
  explicit CheckpointWriter(const CheckpointRow& row);

  // Makes a checkpoint of a store's log, and has it kept. False, and said why on standard error: it
  // couldn't be kept everywhere. What was judged is recorded all the same.
  bool write(const std::string& store) const;

 private:
  CheckpointRow row_;
  std::optional<NoteSigner> signer_;
};

}  // namespace assize
