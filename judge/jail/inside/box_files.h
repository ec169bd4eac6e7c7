// The files that a run finds in its working directory, as init writes them.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/protocol/spec.h"

namespace assize {

// All of these: paths are relative to the current directory; false with errno set.

// The directories above a path ("a/b/": a, and b in it).
bool make_parents(const std::string& path);

// The time that every file of a run says.
bool set_time(const std::string& path);

// From now on what this process makes is the run's own.
void make_files_as_run();

// Writes the files, whose content is in `payload`, one after the other. Links are made when all
// files are there: nothing is ever written through one.
bool write_box(const std::vector<BoxFile>& files, int payload);

// The fixed folder (JailSpec::fixed_folder): a tmpfs of its own, which is to be filled, and then to
// be closed: the run, which can't unmount it, only reads it from there on. After
// make_files_as_run().
bool make_fixed_folder(const std::string& path, const Limits& limits);
bool close_fixed_folder(const std::string& path);

}  // namespace assize
