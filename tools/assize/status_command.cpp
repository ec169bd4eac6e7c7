
#include "queue/status.h"
#include "tools/assize/command.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

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
                      {"not_taken", status.not_taken}}));
}

void print_text(const QueueStatus& status) {
  print("queued {}, being judged {}, done {}, set aside {}\n", status.counts.queued,
        status.counts.leased, status.counts.done, status.counts.set_aside);
  if (status.counts.queued > 0) print("the oldest waits for {:.0f} s\n", status.oldest_queued_s);
  print("judged in the last minute: {}\n", status.per_minute);
  for (const auto& [verdict, count] : status.verdicts) print("  {:<4} {}\n", verdict, count);
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
