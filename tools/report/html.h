// Parts of the HTML report.
#pragma once

#include <kainjow/mustache.hpp>
#include <map>
#include <string>
#include <vector>

#include "storage/store/store.h"
#include "tools/report/json.h"
#include "tools/report/order.h"

namespace assize {

// A submission as the report needs it, once the test runs have been turned into their part of the
// page.
struct Entry {
  Id id = 0;
  std::string submitter;
  std::string problem;
  std::string verdict;
  std::string score;
  std::string highest_score;
  Figures figures;
  bool ran = false;  // there was at least one test run
};

// The best submission of a submitter for a problem.
struct Cell {
  std::string verdict;
  std::string score;  // empty: there is none
  Id submission = 0;
  int tries = 0;
};

// What became of the submissions that reached a test.
struct TestTally {
  int reached = 0;
  std::map<Verdict, int> failed;
};

// All that is known of a problem.
struct ProblemResults {
  std::vector<Entry> entries;
  std::vector<Cell> best;  // one per submitter
  std::map<std::string, TestTally, NaturalOrder> tests;
};

// Mustache takes an empty text for true: what is empty must be left out.
void set_if(kainjow::mustache::object& values, const std::string& key, const std::string& text);
// A verdict that is shown in its colours: those of an accepted one, the most frequent by far, are
// what a verdict without a class has.
void set_verdict(kainjow::mustache::object& values, const std::string& verdict);

// A submission with its tests and groups, as an audience may see it. Staff also sees its source.
kainjow::mustache::object submission_details(Store& store, const SubmissionRow& submission,
                                             const JudgingRow& judging, const Reader& reader);

// A problem with its charts. The public sees nothing of its tests.
kainjow::mustache::object problem_card(const PackageRow& package, const ProblemResults& results,
                                       Audience audience);

}  // namespace assize
