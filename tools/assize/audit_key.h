// Files with keys of logs, and with what was signed.
#pragma once

#include <string>
#include <vector>

#include "storage/audit/checkpoint.h"

namespace assize {

// Writes a new private key, for its owner alone, into a file that isn't there yet. Throws
// InputError.
NoteSigner new_key_file(const std::string& path, const std::string& name);
// Throws InputError if it can't be read, or could be by others.
NoteSigner read_key_file(const std::string& path);

// Public keys as options have them: the key itself, or a file with one a line ('#' begins a
// remark).
std::vector<NoteVerifier> read_public_keys(const std::vector<std::string>& given);

// A file, or standard input ("-"); errors name it.
SignedNote read_note_file(const std::string& path);
std::string read_small_text(const std::string& path);

}  // namespace assize
