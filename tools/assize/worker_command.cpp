#include <algorithm>
#include <thread>

#include "queue/fleet.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/user_name.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks{200};

std::string plural(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

nlohmann::ordered_json json_of(const WorkerRow& worker) {
  auto runtimes = nlohmann::ordered_json::array();
  for (const auto& runtime : worker.runtimes)
    runtimes.push_back(
        {{"name", runtime.name}, {"version", runtime.version}, {"hash", runtime.hash}});
  return {
      {"id", worker.id},
      {"host", worker.host},
      {"pid", worker.pid},
      {"slots", worker.slots},
      {"version", worker.version},
      {"runtimes", runtimes},
      {"policy", worker.policy},
      {"started_ms", worker.started_at},
      {"seen_s", static_cast<double>(std::max<std::int64_t>(worker.unseen_for, 0)) / 1000},
      {"leased", worker.leased},
      {"judged", worker.judged},
      {"per_minute", worker.judged_last_minute},
      {"judge_errors", worker.judge_errors},
      {"state", name_of(worker.state)},
      {"reason", worker.reason},
      {"paused_since_ms", worker.paused_since},
      {"paused_for_s", static_cast<double>(std::max<std::int64_t>(worker.paused_for, 0)) / 1000},
      {"drain_asked_by", worker.drain_asked_by}};
}

std::string pause_in_words(const WorkerRow& worker) {
  return fmt::format("paused since {} UTC, {}, because: {}", utc_time(worker.paused_since),
                     worker.paused_for > 0
                         ? fmt::format("for {} s more", (worker.paused_for + 999) / 1000)
                         : "trying a submission now",
                     worker.reason);
}

// What stands below a worker's figures: a line each.
std::string details_of(const WorkerRow& worker) {
  std::string text = fmt::format("pid {} on {}, since {} UTC, {}, policy {}\n", worker.pid,
                                 shown_name(worker.host), utc_time(worker.started_at),
                                 clean_line(worker.version), shown_name(worker.policy));
  for (const auto& runtime : worker.runtimes)
    text += fmt::format("runtime {}: {}, {:.12}\n", shown_name(runtime.name),
                        clean_line(runtime.version), runtime.hash);
  if (worker.paused_since > 0) text += pause_in_words(worker) + "\n";
  if (worker.state == WorkerState::draining && worker.drain_asked_by.empty())
    text += worker.reason + "\n";
  if (!worker.drain_asked_by.empty())
    text += "asked to drain by " + shown_name(worker.drain_asked_by) + "\n";
  return text;
}

void print_text(const std::vector<WorkerRow>& workers) {
  if (workers.empty()) return;
  std::vector<std::vector<std::string>> rows = {
      {"WORKER", "STATE", "SLOTS", "JUDGED", "PER MINUTE", "ERRORS", "SEEN", ""}};
  for (const auto& worker : workers)
    rows.push_back({shown_name(worker.id), std::string(name_of(worker.state)),
                    std::to_string(worker.slots), std::to_string(worker.judged),
                    std::to_string(worker.judged_last_minute), std::to_string(worker.judge_errors),
                    fmt::format("{} s ago", std::max<std::int64_t>(worker.unseen_for, 0) / 1000),
                    details_of(worker)});
  print("{}", in_columns(rows, {2, 3, 4, 5, 6}, LastCell::lines));
}

void list_command(bool json, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read);
  const auto workers = list_workers(store);
  if (!json) return print_text(workers);
  for (const auto& worker : workers) print("{}\n", dump(json_of(worker)));
}

struct DrainArguments {
  WorkersWanted wanted;
  bool undo = false;
  bool wait = false;
  double timeout = 0;  // s; 0: none
};

// Of those that were asked. Lost ones won't end any more.
std::vector<WorkerRow> still_there(Store& store, const std::vector<WorkerRow>& asked) {
  std::vector<WorkerRow> there;
  for (auto& worker : list_workers(store))
    if (std::any_of(asked.begin(), asked.end(),
                    [&](const WorkerRow& one) { return one.id == worker.id; }))
      there.push_back(std::move(worker));
  return there;
}

std::string names_of(const std::vector<WorkerRow>& workers) {
  std::string names;
  for (const auto& worker : workers) names += (names.empty() ? "" : ", ") + shown_name(worker.id);
  return names;
}

void wait_for_the_end(Store& store, const std::vector<WorkerRow>& asked, double timeout,
                      Globals& globals) {
  const auto since = steady_clock::now();
  while (true) {
    const auto there = still_there(store, asked);
    std::vector<WorkerRow> lost;
    std::copy_if(there.begin(), there.end(), std::back_inserter(lost),
                 [](const WorkerRow& worker) { return worker.state == WorkerState::lost; });
    if (there.size() == lost.size()) {
      if (!lost.empty()) {
        warn("lost, and won't end by itself: " + names_of(lost) +
             " (assize worker remove takes it away)");
        globals.exit_code = kFound;
      }
      return;
    }
    if (timeout > 0 && steady_clock::now() - since > std::chrono::duration<double>(timeout)) {
      warn(fmt::format("still at work after {:g} s: {}. What it was asked stays asked", timeout,
                       names_of(there)));
      globals.exit_code = kFound;
      return;
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

void drain_command(const DrainArguments& arguments, Globals& globals) {
  const WorkersWanted& wanted = arguments.wanted;
  if (!wanted.all && wanted.host.empty() && wanted.ids.empty())
    throw InputError("say which: the ids of workers, --host NAME, or --all");
  if (arguments.timeout > 0 && !arguments.wait)
    throw InputError("--timeout: is for --wait, which is not given");
  if (arguments.undo && arguments.wait)
    throw InputError("--wait: waits for workers to end, and --undo has them go on");
  Store store(globals.store_url(), Database::Mode::read_write);
  Transaction transaction(store.database());
  const auto asked = arguments.undo ? undrain_workers(store, wanted, acting_user_at_host())
                                    : drain_workers(store, wanted, acting_user_at_host());
  transaction.commit();
  for (const auto& worker : asked) print("{}\n", shown_name(worker.id));
  if (asked.empty())
    warn(arguments.undo ? "none of them was asked to drain, or it has ended since"
                        : "there is no worker to drain");
  if (arguments.wait) wait_for_the_end(store, asked, arguments.timeout, globals);
}

void remove_command(const std::string& id, bool forced, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read_write);
  Transaction transaction(store.database());
  const std::int64_t held = remove_worker(store, id, acting_user_at_host(), forced);
  transaction.commit();
  print("{} removed; {} back in the queue\n", shown_name(id), plural(held, "submission"));
}

void add_drain(CLI::App* parent, Globals& globals) {
  auto arguments = std::make_shared<DrainArguments>();
  CLI::App* command = parent->add_subcommand(
      "drain", "Have workers finish what they judge, take nothing more, and end");
  command->add_option("ids", arguments->wanted.ids, "Ids of workers")->type_name("ID");
  command->add_option("--host", arguments->wanted.host, "Those of this host")->type_name("NAME");
  command->add_flag("--all", arguments->wanted.all, "All of them");
  command->add_flag("--undo", arguments->undo,
                    "Take that back: those that still judge something take work again");
  command->add_flag("--wait", arguments->wait, "Wait until they have ended");
  command
      ->add_option("--timeout", arguments->timeout,
                   "… for so long at most: then the exit code is 1, and they go on draining")
      ->type_name("S")
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &globals] { drain_command(*arguments, globals); });
}

void add_remove(CLI::App* parent, Globals& globals) {
  auto id = std::make_shared<std::string>();
  auto forced = std::make_shared<bool>(false);
  CLI::App* command = parent->add_subcommand(
      "remove", "Take away what is left of a worker that is lost: what it held is queued again");
  command->add_option("id", *id, "Id of a worker")->type_name("ID")->required();
  command->add_flag("--force", *forced,
                    "One that is alive, too: what it judges now isn't recorded, and if it still "
                    "runs it comes back");
  command->callback([id, forced, &globals] { remove_command(*id, *forced, globals); });
}

}  // namespace

void add_worker(CLI::App& app, Globals& globals) {
  CLI::App* worker = app.add_subcommand("worker", "See to the workers of a store");
  worker->require_subcommand(1);
  auto json = std::make_shared<bool>(false);
  CLI::App* list = worker->add_subcommand("list", "List the workers, and how they are doing");
  list->add_flag("--json", *json, "One JSON object per worker and line");
  list->callback([json, &globals] { list_command(*json, globals); });
  add_drain(worker, globals);
  add_remove(worker, globals);
  worker->footer(
      "Examples:\n"
      "  assize worker list\n"
      "  assize worker drain --host judge3 --wait --timeout 600   # before an update of that host\n"
      "  assize worker list --json | jq -r 'select(.state == \"paused\") | .reason'");
}

}  // namespace assize
