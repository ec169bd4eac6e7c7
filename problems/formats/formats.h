// The loaders of the single formats: load_package() chooses one. Each sets everything in Package
// but id and hash, and throws InputError.
#pragma once

#include "problems/package.h"

namespace assize {

void load_icpc(const FileTree& files, const LoadOptions& options, Package& package);
void load_polygon(const FileTree& files, const LoadOptions& options, Package& package);
void load_dmoj(const FileTree& files, const LoadOptions& options, Package& package);
void load_cms(const FileTree& files, const LoadOptions& options, Package& package);
void load_assignment(const FileTree& files, const LoadOptions& options, Package& package);

}  // namespace assize
