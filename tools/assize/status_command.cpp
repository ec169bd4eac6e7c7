#include <algorithm>
#include <array>

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

void print_json(const QueueStatus& status) {
  nlohmann::ordered_json verdicts = nlohmann::ordered_json::object();
  for (const auto& [verdict, count] : status.verdicts) verdicts[verdict] = count;
  print("{}\n", dump({{"queued", status.counts.queued},
                      {"leased", status.counts.leased},
                      {"done", status.counts.done},
                      {"set_aside", status.counts.set_aside},
                      {"verdicts", verdicts},
                      {"oldest_queued_s", status.oldest_queued_s},
                      {"per_minute", status.per_minute},
                      {"not_taken", status.not_taken},
                      {"workers", workers_by_state(status)},
                      {"paused", pauses(status)}}));
}

void print_text(const QueueStatus& status) {
  print("queued {}, being judged {}, done {}, set aside {}\n", status.counts.queued,
        status.counts.leased, status.counts.done, status.counts.set_aside);
  if (status.counts.queued > 0) print("the oldest waits for {:.0f} s\n", status.oldest_queued_s);
  print("judged in the last minute: {}\n", status.per_minute);
  for (const auto& [verdict, count] : status.verdicts) print("  {:<4} {}\n", verdict, count);
  print_workers(status);
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
  CLI::App* command = app.add_subcommand("status", "Say how the queue is doing");
  command->add_flag("--json", *json, "As one JSON object");
  command->footer("Example:\n  assize status --json | jq .queued");
  command->callback([json, &globals] {
    Store store(globals.store_url(), Database::Mode::read);
    const QueueStatus status = read_status(store);
    *json ? print_json(status) : print_text(status);
  });
}

}  // namespace assize
