// Parts of the HTML report.
#pragma once

#include <kainjow/mustache.hpp>

#include "storage/store.h"
#include "tools/report/json.h"

namespace assize {

// Mustache takes an empty text for true: what is empty must be left out.
void set_if(kainjow::mustache::object& values, const std::string& key, const std::string& text);

// A submission with its tests and groups, as an audience may see it.
kainjow::mustache::object submission_details(const SubmissionRow& submission,
                                             const JudgingRow& judging, Audience audience);

}  // namespace assize
