#include "tools/assize/receipts.h"

#include <filesystem>
#include <ostream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/audit_log.h"
#include "tools/assize/audit_key.h"
#include "tools/assize/output_file.h"

namespace assize {

namespace fs = std::filesystem;

ReceiptWriter::ReceiptWriter(const std::string& path, const std::string& key, bool is_one)
    : path_(path), is_folder_(!is_one || fs::is_directory(path)) {
  if (path.empty() && key.empty()) return;
  if (path.empty()) throw InputError("--receipt says where receipts go, and --key what signs them");
  if (key.empty())
    throw InputError(
        "--receipt needs the log's private key: --key FILE, or checkpoint: {key: FILE} in the "
        "configuration (assize audit key new makes one)");
  signer_ = read_key_file(key);
  if (!is_folder_) return;
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw InputError("--receipt " + shown_name(path) + ": " + error.message());
}

void ReceiptWriter::write(Store& store, const std::vector<Id>& submissions) const {
  if (!signer_ || submissions.empty()) return;
  Database& database = store.database();
  Transaction transaction(database);
  const SignedNote note = make_checkpoint(database, *signer_);
  transaction.commit();
  const Snapshot snapshot(database);
  for (const Id id : submissions) {
    const auto entry = received_entry(database, id);
    if (!entry)
      throw InputError("submission " + std::to_string(id) +
                       ": came before the log said what came, so there is no receipt for it");
    const std::string name = std::to_string(id) + ".tlog-proof";
    const std::string text = prove_entry(database, *entry, note).written();
    write_output_file(is_folder_ ? (fs::path(path_) / name).string() : path_,
                      [&](std::ostream& out) { out << text; });
  }
}

}  // namespace assize
