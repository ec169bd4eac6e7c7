#include "judge/refused_calls.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/jail/syscalls.h"

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
constexpr std::size_t kMostNamed = 3;

std::string meaning_of(int number) {
  const std::string name = syscall_name(number);
  const auto* found = std::find_if(kMeanings.begin(), kMeanings.end(), [&](const Meaning& meaning) {
    return std::find(meaning.calls.begin(), meaning.calls.end(), name) != meaning.calls.end();
  });
  return name + ": " +
         (found == kMeanings.end() ? "this system call isn't available here"
                                   : std::string(found->words));
}

}  // namespace

std::string refused_in_words(const RunRecord& run) {
  if (run.fatal_call) return meaning_of(*run.fatal_call);
  std::string words;
  for (std::size_t i = 0; i < std::min(run.denied_calls.size(), kMostNamed); ++i)
    words += (i == 0 ? "" : "; ") + meaning_of(run.denied_calls[i].number);
  if (run.denied_calls.size() > kMostNamed)
    words +=
        "; and " + std::to_string(run.denied_calls.size() - kMostNamed) + " other system calls";
  return words;
}

void name_refused_calls(Opinion& opinion, const RunRecord& run) {
  const bool by_policy = opinion.reason_class == "forbidden-call";
  if (!by_policy && opinion.verdict != Verdict::run_time_error) return;
  const std::string words = refused_in_words(run);
  if (words.empty()) return;
  opinion.reason += by_policy ? " – " + words : " (refused: " + words + ")";
}

}  // namespace assize
