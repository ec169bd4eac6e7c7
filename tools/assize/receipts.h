// Receipts for what was handed in: assize submit --receipt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/audit/signed_note.h"
#include "storage/store/store.h"

namespace assize {

class ReceiptWriter {
 public:
  // `path`: a file for the receipt of one submission, or a folder, which is made; empty: none are
  // wanted. Before anything is handed in: throws InputError if the key can't be used, or the
  // folder not be made.
  ReceiptWriter(const std::string& path, const std::string& key, bool is_one);

  // Of each submission, in a file of its own: ID.tlog-proof in a folder. All of them with one new
  // checkpoint. Throws InputError for what can't be written: what was handed in stays so, and
  // receipts can be made later.
  void write(Store& store, const std::vector<Id>& submissions) const;

 private:
  std::string path_;
  bool is_folder_;
  std::optional<NoteSigner> signer_;
};

}  // namespace assize
