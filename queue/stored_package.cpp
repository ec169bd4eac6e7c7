#include "queue/stored_package.h"

#include "storage/base/errors.h"

namespace assize {

std::shared_ptr<const LoadedPackage> load_stored_package(const PackageRow& row,
                                                         const std::vector<StoredFile>& files,
                                                         const std::string& problem,
                                                         StoredTree::Fetch fetch) {
  LoadOptions options;
  options.lenient = row.lenient;
  options.contents_are_known = true;
  options.imported_time_limit = row.computed_time_limit;
  auto loaded = std::make_shared<const LoadedPackage>(
      std::make_unique<StoredTree>(files, row.hash, std::move(fetch)), problem, options);
  // Each file is what its own hash says; this says that they are the files, and all of them.
  if (loaded->package().hash != row.hash)
    throw DamagedItem("store: the files of package " + row.hash +
                      " aren't those that its hash says");
  return loaded;
}

}  // namespace assize
