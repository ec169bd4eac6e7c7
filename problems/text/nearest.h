// What somebody who misspelt a word probably meant.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace assize {

// The known word that is nearest to another one, if it is near: at most one letter in three is
// added, left out, changed or exchanged with its neighbour. Case and the kind of what joins words
// ('-', '_') don't matter.
std::optional<std::string> nearest_word(std::string_view word,
                                        const std::set<std::string, std::less<>>& known);

// "; did you mean 'name'?" for an error or a warning, or nothing.
std::string did_you_mean(std::string_view word, const std::set<std::string, std::less<>>& known);

}  // namespace assize
