// How a CMS task scores.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "problems/grading/score.h"
#include "problems/package.h"
#include "problems/text/yaml.h"

namespace assize {

struct CmsSubtask {
  Score points;
  std::vector<std::size_t> tests;  // numbers, from 0; a test may be in several
};

struct CmsScoring {
  std::size_t tests = 0;  // how many there are
  Score each;             // of a test, where there are no subtasks
  std::vector<CmsSubtask> subtasks;
};

// From task.yaml's score_type, score_type_parameters and n_input, where all three are there, else
// from gen/GEN, else from n_input and total_value, as CMS's loader does. `has_checker`: outcomes
// may be between 0 and 1. Throws InputError: for what our model doesn't have, by name.
CmsScoring read_cms_scoring(const FileTree& files, const YamlNode& root, bool has_checker,
                            Package& package);

// A whole number as Python reads it from a scalar: a test's number, a count. At most kMostTests.
std::size_t count_in(const YamlNode& node);

}  // namespace assize
