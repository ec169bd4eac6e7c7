#include "judge/rules/refused_calls.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/jail/policy/syscalls.h"

namespace assize {

namespace {

struct Meaning {
  std::string_view words;
  std::array<std::string_view, 10> calls;
};

constexpr std::array kMeanings{
    Meaning{
        "other processes can't be started here (os.system, os.fork, subprocess, multiprocessing)",
        {"clone", "clone3", "fork", "vfork", "execve", "execveat"}},
    Meaning{"there is no network here",
            {"socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
             "recvfrom", "recvmsg"}},
    Meaning{
        "signals can't be sent to other processes here",
        {"kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal"}},
    Meaning{"what belongs to the host can't be changed here",
            {"mount", "umount2", "chroot", "pivot_root", "sethostname", "setdomainname", "reboot",
             "settimeofday", "clock_settime", "swapon"}},
};
constexpr std::size_t kMostMeanings = 3;

std::string_view meaning_of(const std::string& name) {
  const auto* found = std::find_if(kMeanings.begin(), kMeanings.end(), [&](const Meaning& meaning) {
    return std::find(meaning.calls.begin(), meaning.calls.end(), name) != meaning.calls.end();
  });
  return found == kMeanings.end() ? "not available here" : found->words;
}

}  // namespace

std::string refused_in_words(const RunRecord& run) {
  std::vector<std::pair<std::string_view, std::string>> names;  // by meaning
  const auto add = [&](int number) {
    const std::string name = syscall_name(number);
    const std::string_view meaning = meaning_of(name);
    const auto known = std::find_if(names.begin(), names.end(),
                                    [&](const auto& item) { return item.first == meaning; });
    if (known == names.end())
      names.emplace_back(meaning, name);
    else
      known->second += ", " + name;
  };
  if (run.fatal_call)
    add(*run.fatal_call);
  else
    for (const auto& call : run.denied_calls) add(call.number);
  std::string words;
  for (std::size_t i = 0; i < std::min(names.size(), kMostMeanings); ++i)
    words += (i == 0 ? "" : "; ") + names[i].second + ": " + std::string(names[i].first);
  return names.size() > kMostMeanings ? words + "; and others" : words;
}

void name_refused_calls(Opinion& opinion, const RunRecord& run) {
  const bool by_policy = opinion.reason_class == ReasonClass::forbidden_call;
  if (!by_policy && opinion.verdict != Verdict::run_time_error) return;
  const std::string words = refused_in_words(run);
  if (words.empty()) return;
  opinion.reason += by_policy ? " – " + words : " (refused: " + words + ")";
}

}  // namespace assize
