// Where a command writes many files at once.
#pragma once

#include <functional>
#include <string>

namespace assize {

// Has `fill` write files into a folder beside the path, which takes the path's place when it is
// whole: nobody sees half of it, and where it fails all is as it was. The path is a folder that
// isn't there yet (it is the owner's alone then: 0700), or an empty one (whose owner and mode it
// keeps as far as that can be); a link to one leads where it led. Throws InputError where it is
// anything else, in words that say what to do.
void write_output_folder(const std::string& path,
                         const std::function<void(const std::string& folder)>& fill);

}  // namespace assize
