#include "queue/set_aside.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct QueueArguments {
  TroubledWanted wanted;
  bool all = false;
  bool json = false;
};

void print_json(const std::vector<Troubled>& list) {
  for (const auto& job : list)
    print("{}\n", dump({{"submission", job.submission},
                        {"judging", job.judging},
                        {"submitter", job.submitter},
                        {"problem", job.problem},
                        {"file", job.file_name},
                        {"set_aside", job.is_set_aside},
                        {"judge_errors", job.failures},
                        {"lost_workers", job.expiries},
                        {"next_try_ms", job.not_before},
                        {"cause", job.last_failure},
                        {"rejudge", job.rejudge ? nlohmann::ordered_json(*job.rejudge)
                                                : nlohmann::ordered_json()}}));
}

void print_text(const std::vector<Troubled>& list) {
  for (const auto& job : list) {
    print("{}  {} by {} for {}: {}\n", job.submission, shown_name(job.file_name),
          shown_name(job.submitter), shown_name(job.problem),
          std::string(job.is_set_aside ? "set aside" : "tried again later") +
              (job.rejudge ? fmt::format(" (a preview of rejudge {})", *job.rejudge) : ""));
    if (!job.last_failure.empty()) print("  {}\n", hanging(job.last_failure, "  "));
  }
}

void list_command(const QueueArguments& arguments, Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read);
  const auto list = list_troubled(store, arguments.wanted);
  arguments.json ? print_json(list) : print_text(list);
}

using Change = std::vector<Troubled> (*)(Store&, const TroubledWanted&);

void change_command(const QueueArguments& arguments, Globals& globals, Change change,
                    const char* done) {
  if (!arguments.all && arguments.wanted.submissions.empty() && arguments.wanted.problem.empty())
    throw InputError("say which: the numbers of submissions, --problem ID, or --all");
  Store store(globals.store_url(), Database::Mode::read_write);
  Transaction transaction(store.database());
  const auto list = change(store, arguments.wanted);
  transaction.commit();
  if (arguments.json) return print_json(list);
  print("{} {}\n", list.size(),
        list.size() == 1 ? std::string("submission ") + done : std::string("submissions ") + done);
}

CLI::App* add(CLI::App* parent, const char* name, const char* help,
              const std::shared_ptr<QueueArguments>& arguments) {
  CLI::App* command = parent->add_subcommand(name, help);
  command->add_option("submissions", arguments->wanted.submissions, "Numbers of submissions")
      ->type_name("N");
  command->add_option("--problem", arguments->wanted.problem, "Those to this problem")
      ->type_name("ID");
  command->add_flag("--json", arguments->json, "One JSON object per submission and line");
  return command;
}

}  // namespace

void add_queue(CLI::App& app, Globals& globals) {
  CLI::App* queue = app.add_subcommand(
      "queue",
      "See to submissions that the judge could not judge, by its own or a package's fault");
  queue->require_subcommand(1);
  auto arguments = std::make_shared<QueueArguments>();
  add(queue, "list", "List what is set aside, and what is tried again later", arguments)
      ->callback([arguments, &globals] { list_command(*arguments, globals); });
  CLI::App* retry =
      add(queue, "retry", "Queue them again, against the current packages of their problems",
          arguments);
  retry->add_flag("--all", arguments->all, "All of them");
  retry->callback([arguments, &globals] {
    change_command(*arguments, globals, retry_troubled, "queued again");
  });
  CLI::App* drop = add(queue, "drop", "Leave them without a verdict (JE) for good", arguments);
  drop->add_flag("--all", arguments->all, "All of them");
  drop->callback(
      [arguments, &globals] { change_command(*arguments, globals, drop_troubled, "dropped"); });
  queue->footer(
      "Examples:\n"
      "  assize queue list\n"
      "  assize problem add repaired/sum && assize queue retry --problem sum && assize run "
      "--drain");
}

}  // namespace assize
