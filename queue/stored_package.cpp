#include "queue/stored_package.h"

namespace assize {

std::shared_ptr<const LoadedPackage> load_stored_package(const PackageRow& row,
                                                         const std::vector<StoredFile>& files,
                                                         const std::string& problem,
                                                         StoredTree::Fetch fetch) {
  LoadOptions options;
  options.lenient = row.lenient;
  options.contents_are_known = true;
  options.imported_time_limit = row.computed_time_limit;
  return std::make_shared<const LoadedPackage>(
      std::make_unique<StoredTree>(files, row.hash, std::move(fetch)), problem, options);
}

}  // namespace assize
