// A package from the store, as it was when it was imported.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "problems/loaded_package.h"
#include "queue/stored_tree.h"

namespace assize {

// `row` and `files` are what the store has of the package, `problem` is the id that it goes by.
// Throws InputError where it can't be read any more, DamagedItem where these aren't the files that
// its hash says, and what `fetch` throws.
std::shared_ptr<const LoadedPackage> load_stored_package(const PackageRow& row,
                                                         const std::vector<StoredFile>& files,
                                                         const std::string& problem,
                                                         StoredTree::Fetch fetch);

}  // namespace assize
