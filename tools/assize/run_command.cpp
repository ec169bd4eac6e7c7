#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <ctime>

#include "judge/jail/host/slot.h"
#include "problems/policy_file.h"
#include "queue/worker/jail_slots.h"
#include "queue/worker/worker.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/cache_settings.h"
#include "tools/assize/checkpoint_writer.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/progress_bar.h"
#include "tools/assize/user_name.h"

namespace assize {

namespace {

struct RunArguments {
  std::uint32_t workers = 0;
  bool drain = false;
  std::string deadline;
  std::int64_t limit = 0;
  std::string policy;
  std::string runtime;
  bool keep_output = false;
  CacheArguments cache;
};

void say_cache_use(const BlobCache* cache) {
  if (cache == nullptr) return;
  const auto counts = cache->counts();
  spdlog::info("packages: {} bytes in {} contents came from the store, {} bytes in {} from {}",
               counts.fetched_bytes, counts.fetched, counts.found_bytes, counts.found,
               shown_name(cache->folder().path()));
}

// The next time the local clock shows HH:MM.
std::chrono::system_clock::time_point next_time(const std::string& text) {
  int hour = -1;
  int minute = -1;
  char after = 0;
  if (std::sscanf(text.c_str(), "%2d:%2d%c", &hour, &minute, &after) != 2 || hour < 0 ||
      hour > 23 || minute < 0 || minute > 59)
    throw InputError("--deadline: must be a time of day such as 06:30, not '" +
                     clean_line(text, 40) + "'");
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  local.tm_hour = hour;
  local.tm_min = minute;
  local.tm_sec = 0;
  local.tm_isdst = -1;
  std::time_t then = std::mktime(&local);
  if (then <= now) {
    ++local.tm_mday;
    local.tm_isdst = -1;
    then = std::mktime(&local);
  }
  return std::chrono::system_clock::from_time_t(then);
}

void run_worker_command(const RunArguments& arguments, Globals& globals) {
  const Config config = load_config(globals.config);
  const CheckpointWriter checkpoint(config.checkpoint);
  WorkerOptions options;
  options.store = globals.store_url();
  options.by = acting_user();
  options.drain = arguments.drain;
  if (!arguments.deadline.empty()) options.deadline = next_time(arguments.deadline);
  if (arguments.limit > 0) options.limit = arguments.limit;
  if (!arguments.policy.empty()) options.policy = load_policy(arguments.policy);

  ProgressBar bar(!globals.quiet && globals.log_format == "text");
  WorkerEvents events;
  if (bar.active())
    events.on_progress = [&](const Progress& progress) {
      bar.draw(progress.judged, progress.unfinished.all(), "judged");
    };
  events.on_message = [&](const std::string& message) {
    bar.clear();
    spdlog::warn("{}", message);
  };
  if (globals.verbose > 0)
    events.on_detail = [&](const std::string& detail) {
      bar.clear();
      spdlog::info("{}", detail);
    };
  JailSlotsOptions slots;
  slots.slots = arguments.workers > 0 ? arguments.workers : usable_cpus();
  slots.runtime = find_runtime(config, arguments.runtime);
  slots.cache = open_cache(arguments.cache, config, globals.store_url(), events.on_message);
  slots.policy = options.policy;
  slots.keeps_output = arguments.keep_output;
  slots.on_notice = events.on_message;
  const JailSlots jails = jail_slots(slots);
  options.runtimes = {jails.runtime};
  const WorkerResult result = run_worker(options, jails.make, events);
  bar.clear();
  if (result.failure.empty() && !checkpoint.write(options.store)) globals.exit_code = kInternal;
  if (globals.verbose > 0) say_cache_use(slots.cache.get());
  if (result.host_failed)
    throw HostError(result.failure + fmt::format("\n  Judged {}; {} left in the queue.",
                                                 result.judged, result.left));
  if (!result.failure.empty()) throw std::runtime_error(result.failure);
  spdlog::info("judged {}; {} left", result.judged, result.left);
  if (!result.drained_by.empty()) {
    spdlog::info("drained, as asked by {}", shown_name(result.drained_by));
    return;  // it has done what was asked of it, whatever was wrong before
  }
  if (result.refused > 0) {
    spdlog::error(
        "{} submissions are set aside because the packages of their problems can't be used: "
        "repair these (`assize problem check` says what is wrong), `assize problem add` them, and "
        "submit again",
        result.refused);
    globals.exit_code = kBadInput;
  }
  if (result.judge_errors > 0) {
    spdlog::error(
        "{} judge errors: see `assize status`; submissions are tried again, some may be set aside",
        result.judge_errors);
    globals.exit_code = kInternal;
  }
}

}  // namespace

void add_run(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = app.add_subcommand("run", "Judge what is queued");
  command
      ->add_option("--workers", arguments->workers,
                   "How many to judge at once (default: one per CPU)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
  command->add_flag("--drain", arguments->drain,
                    "End when nothing is queued and nothing is being judged, by anyone");
  command->add_option("--deadline", arguments->deadline, "Begin nothing after this time of day")
      ->type_name("HH:MM");
  command->add_option("--limit", arguments->limit, "Judge so many at most")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_flag("--keep-output", arguments->keep_output,
                    "Record what accepted runs wrote, too; else only that of samples and of what "
                    "wasn't accepted");
  command->add_option("--policy", arguments->policy, "Policy file (YAML)")->type_name("FILE");
  command->add_option("--runtime", arguments->runtime, "Runtime of the configuration")
      ->type_name("NAME");
  add_cache_options(*command, arguments->cache);
  command->footer(
      "Examples:\n"
      "  assize run --drain                     # a nightly batch: judge everything, then end\n"
      "  assize run --workers 4                 # stay, and judge what comes\n"
      "  assize run --drain --deadline 06:00    # … and stop in the morning\n\n"
      "SIGTERM or Ctrl-C finishes what is being judged and ends; a second one hands it back at "
      "once.\n"
      "Several workers may share a store. Without --drain it waits for work.");
  command->callback([arguments, &globals] { run_worker_command(*arguments, globals); });
}

}  // namespace assize
