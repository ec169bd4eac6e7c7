#include <spdlog/spdlog.h>

#include "storage/base/text.h"
#include "storage/store/upgrade.h"
#include "tools/assize/command.h"
#include "tools/assize/user_name.h"

namespace assize {

namespace {

constexpr std::int64_t kUsualTimeout = 600;
constexpr std::int64_t kLongestTimeout = 86'400;

}  // namespace

void add_init(CLI::App& app, Globals& globals) {
  auto timeout = std::make_shared<std::int64_t>(kUsualTimeout);
  CLI::App* command =
      app.add_subcommand("init", "Create the store, or bring an older one up to date");
  command
      ->add_option("--timeout", *timeout,
                   "How long to wait for workers of an older version to finish what they judge "
                   "(default: 600); 0: not at all, others judge it again")
      ->type_name("S")
      ->check(CLI::Range(std::int64_t{0}, kLongestTimeout));
  command->footer(
      "Example:\n  assize --store course.db init\n\n"
      "Does no harm to a store that is there already. Workers of an older version are asked to\n"
      "take nothing more, and waited for; no other command brings a store up to date that they\n"
      "use.");
  command->callback([timeout, &globals] {
    stop_older_workers(
        globals.store_url(),
        {std::chrono::seconds{*timeout},
         acting_user_at_host() + " (assize init of version " ASSIZE_VERSION ")", warn});
    const Store store(globals.store_url(), Database::Mode::initialize);
    spdlog::info("the store {} is ready", shown_name(store_name(globals.store)));
  });
}

}  // namespace assize
