// A judging as the JSON of docs/cli.md.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "storage/records/judging_record.h"
#include "tools/report/audience.h"

namespace assize {

// What a judging is of.
struct Subject {
  nlohmann::ordered_json submission;  // an id, or a path
  std::string problem;
  std::string language = "python3";
};

// For an audience other than staff fields are left out, never blanked.
nlohmann::ordered_json judging_to_json(const Subject& subject, const JudgingRecord& judging,
                                       const Reader& reader);
// A judging that the judge couldn't do.
nlohmann::ordered_json failure_to_json(const Subject& subject, const std::string& cause,
                                       Audience audience);
// A hand-in that couldn't be taken: it has no verdict, and its state is "not_taken".
nlohmann::ordered_json refusal_to_json(const Subject& subject, const std::string& reason,
                                       Audience audience);

// An exact decimal text as a number; null where there is none.
nlohmann::ordered_json score_to_json(const std::string& text);

// Names of the denied calls of a judging, with how often each: "socket ×3, ptrace".
std::string incidents_in_words(const JudgingRecord& judging);

// One line of valid UTF-8, in which what would move a terminal's text is escaped: the values stay
// what they are. Of a text that isn't UTF-8, what isn't comes out as U+FFFD.
std::string dump(const nlohmann::ordered_json& value);

}  // namespace assize
