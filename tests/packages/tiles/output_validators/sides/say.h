#pragma once
#include <string>

// Writes both messages of the feedback directory, and ends.
[[noreturn]] void reject(const std::string& for_judges, const std::string& for_team);
void use_feedback(const std::string& directory);
