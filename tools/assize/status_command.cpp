
#include "queue/queue.h"
#include "tools/assize/command.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct Status {
  QueueCounts counts;
  std::vector<std::pair<std::string, std::int64_t>> verdicts;
  double oldest_queued_s = 0;
  std::int64_t per_minute = 0;
  std::int64_t not_taken = 0;
};

Status read_status(Store& store) {
  Status status;
  Queue queue(store);
  Database& db = store.database();
  status.counts = queue.counts();
  Statement verdicts = db.prepare(
      "SELECT verdict, count(*) FROM judgings WHERE verdict IS NOT NULL GROUP BY verdict ORDER BY "
      "verdict");
  while (verdicts.step()) status.verdicts.emplace_back(verdicts.text(0), verdicts.number(1));
  Statement oldest = db.prepare("SELECT min(queued_at) FROM judgings WHERE state = 'queued'");
  if (oldest.step() && !oldest.is_null(0))
    status.oldest_queued_s = static_cast<double>(now_ms() - oldest.number(0)) / 1000;
  Statement recent =
      db.prepare("SELECT count(*) FROM judgings WHERE state = 'done' AND finished_at > ?1");
  if (recent.with(now_ms() - 60'000).step()) status.per_minute = recent.number(0);
  Statement refused = db.prepare("SELECT count(*) FROM refused_submissions");
  if (refused.step()) status.not_taken = refused.number(0);
  return status;
}

void print_json(const Status& status) {
  nlohmann::ordered_json verdicts = nlohmann::ordered_json::object();
  for (const auto& [verdict, count] : status.verdicts) verdicts[verdict] = count;
  print("{}\n", dump({{"queued", status.counts.queued},
                      {"leased", status.counts.leased},
                      {"done", status.counts.done},
                      {"set_aside", status.counts.set_aside},
                      {"verdicts", verdicts},
                      {"oldest_queued_s", status.oldest_queued_s},
                      {"per_minute", status.per_minute},
                      {"not_taken", status.not_taken}}));
}

void print_text(const Status& status) {
  print("queued {}, being judged {}, done {}, set aside {}\n", status.counts.queued,
        status.counts.leased, status.counts.done, status.counts.set_aside);
  if (status.counts.queued > 0) print("the oldest waits for {:.0f} s\n", status.oldest_queued_s);
  print("judged in the last minute: {}\n", status.per_minute);
  for (const auto& [verdict, count] : status.verdicts) print("  {:<4} {}\n", verdict, count);
  if (status.not_taken > 0) print("could not be taken: {}\n", status.not_taken);
  if (status.counts.set_aside > 0)
    print(
        "what was set aside failed by the judge's own fault: assize report --format json says "
        "why\n");
}

}  // namespace

void add_status(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("status", "Say how the queue is doing");
  command->add_flag("--json", *json, "As one JSON object");
  command->footer("Example:\n  assize status --json | jq .queued");
  command->callback([json, &globals] {
    Store store(globals.path_of_store(), Database::Mode::read_write);
    const Status status = read_status(store);
    *json ? print_json(status) : print_text(status);
  });
}

}  // namespace assize
