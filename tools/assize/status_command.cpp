#include <algorithm>
#include <array>

#include "queue/forecast.h"
#include "queue/status.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

constexpr std::array kStates{WorkerState::working, WorkerState::idle, WorkerState::paused,
                             WorkerState::draining, WorkerState::lost};

std::int64_t count(const QueueStatus& status, WorkerState state) {
  return std::count_if(status.workers.begin(), status.workers.end(),
                       [&](const WorkerRow& worker) { return worker.state == state; });
}

nlohmann::ordered_json workers_by_state(const QueueStatus& status) {
  auto counts = nlohmann::ordered_json::object();
  for (const auto state : kStates) counts[std::string(name_of(state))] = count(status, state);
  return counts;
}

nlohmann::ordered_json pauses(const QueueStatus& status) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& worker : status.workers)
    if (worker.state == WorkerState::paused)
      list.push_back({{"worker", worker.id},
                      {"host", worker.host},
                      {"since_ms", worker.paused_since},
                      {"reason", worker.reason}});
  return list;
}

void print_workers(const QueueStatus& status) {
  std::string words;
  for (const auto state : kStates)
    if (const auto number = count(status, state); number > 0)
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", number, name_of(state));
  print("workers: {}\n", words.empty() ? "none" : words);
  for (const auto& worker : status.workers)
    if (worker.state == WorkerState::paused)
      print("paused: {} since {} UTC because {}\n", shown_name(worker.host),
            utc_time(worker.paused_since), hanging(worker.reason, "  "));
}

// Without false precision: seconds, and minutes from two of them on.
std::string about(double ms) {
  if (ms < 1'000) return "in less than a second";
  if (ms < 120'000) return fmt::format("in about {:.0f} s", ms / 1'000);
  return fmt::format("in about {:.0f} min", ms / 60'000);
}

nlohmann::ordered_json json_of(const SubmissionWait& wait) {
  nlohmann::ordered_json object{
      {"submission", wait.submission},
      {"state", wait.state == JobState::not_taken ? "not_taken" : name_of(wait.state)},
      {"position", nullptr},
      {"estimated_wait_s", nullptr}};
  if (wait.position) object["position"] = *wait.position;
  if (wait.wait_ms) object["estimated_wait_s"] = *wait.wait_ms / 1000;
  return object;
}

void print_wait(const SubmissionWait& wait) {
  std::string words(name_of(wait.state));
  if (wait.position)
    words = *wait.position == 1
                ? "is the next one"
                : fmt::format("{}{} before it", wait.has_more_before ? "more than " : "",
                              *wait.position - 1);
  if (wait.state == JobState::leased) words = "is being judged";
  if (wait.wait_ms)
    words += "; its verdict is expected " + about(*wait.wait_ms);
  else if (wait.position || wait.state == JobState::leased)
    words += "; nobody takes work, or nothing was judged yet: when its verdict comes can't be told";
  print("submission {}: {}\n", wait.submission, words);
}

void print_json(const QueueStatus& status, const std::vector<SubmissionWait>& waits) {
  nlohmann::ordered_json verdicts = nlohmann::ordered_json::object();
  for (const auto& [verdict, count] : status.verdicts) verdicts[verdict] = count;
  nlohmann::ordered_json object{{"queued", status.counts.queued},
                                {"leased", status.counts.leased},
                                {"done", status.counts.done},
                                {"set_aside", status.counts.set_aside},
                                {"verdicts", verdicts},
                                {"oldest_queued_s", status.oldest_queued_s},
                                {"per_minute", status.per_minute},
                                {"not_taken", status.not_taken},
                                {"workers", workers_by_state(status)},
                                {"paused", pauses(status)}};
  if (!waits.empty()) {
    auto& list = object["submissions"] = nlohmann::ordered_json::array();
    for (const auto& wait : waits) list.push_back(json_of(wait));
  }
  print("{}\n", dump(object));
}

void print_text(const QueueStatus& status, const std::vector<SubmissionWait>& waits) {
  print("queued {}, being judged {}, done {}, set aside {}\n", status.counts.queued,
        status.counts.leased, status.counts.done, status.counts.set_aside);
  if (status.counts.queued > 0) print("the oldest waits for {:.0f} s\n", status.oldest_queued_s);
  print("judged in the last minute: {}\n", status.per_minute);
  for (const auto& [verdict, count] : status.verdicts) print("  {:<4} {}\n", verdict, count);
  print_workers(status);
  for (const auto& wait : waits) print_wait(wait);
  if (status.not_taken > 0) print("could not be taken: {}\n", status.not_taken);
  if (status.counts.set_aside > 0)
    print(
        "what was set aside failed by the judge's own fault, or a package's: assize queue list "
        "says "
        "why, and assize queue retry queues it again\n");
}

}  // namespace

void add_status(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  auto submissions = std::make_shared<std::vector<Id>>();
  CLI::App* command = app.add_subcommand("status", "Say how the queue is doing");
  command->add_flag("--json", *json, "As one JSON object");
  command
      ->add_option("--submission", *submissions,
                   "Also which place this one has in the queue, and when its verdict is expected; "
                   "can be given again")
      ->type_name("ID")
      ->check(CLI::PositiveNumber);
  command->footer(
      "Examples:\n"
      "  assize status --json | jq .queued\n"
      "  assize status --submission 17");
  command->callback([json, submissions, &globals] {
    Store store(globals.store_url(), Database::Mode::read);
    const auto waits = read_waits(store, *submissions);
    const QueueStatus status = read_status(store);
    *json ? print_json(status, waits) : print_text(status, waits);
  });
}

}  // namespace assize
