// A hostile program, with what its header says about it. tests/attacks/README.md describes the
// header.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/protocol/spec.h"

namespace assize {

struct Attack {
  std::string name;    // "family/name"
  std::string what;    // one sentence
  std::string source;  // of the program, with its header
  std::string expect;  // "AC", "TLE cpu", …
  std::vector<std::string> incidents;
  std::vector<std::string> stopped_by;  // names of layers
  int runs = 1;
  std::string input;
  std::string needs;  // of the machine; see missing_here()

  std::string family() const { return name.substr(0, name.find('/')); }
};

// The layers by the names that headers use, in the order of the README.
struct NamedLayer {
  std::string_view name;
  Layer layer;
  std::string_view words;  // for a table
};
std::span<const NamedLayer> named_layers();

Layers all_layers();
// Throws InputError if there is none of that name.
Layer layer_named(std::string_view name);
// Those which, all taken away together, let the attack succeed.
Layers layers_of(const Attack& attack);

// Throws InputError if the header lacks something or names what doesn't exist.
Attack parse_attack(std::string name, std::string source);

// What this machine lacks, so that the attack isn't possible on it even where nothing confines it;
// empty: nothing. Throws InputError if the header names what nobody knows.
std::string missing_here(const Attack& attack);
// Takes away those that aren't possible here, and gives a line about each.
std::vector<std::string> leave_out_impossible(std::vector<Attack>& attacks);

// All FAMILY/NAME.py below a directory.
std::vector<Attack> read_corpus(const std::filesystem::path& directory);
// Those that are part of the program (tools/selftest/corpus).
std::vector<Attack> built_in_corpus();
// By name; two of the same name are an error.
std::vector<Attack> merged(std::vector<Attack> some, std::vector<Attack> others);

}  // namespace assize
