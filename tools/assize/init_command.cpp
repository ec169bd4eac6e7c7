#include <spdlog/spdlog.h>

#include "storage/base/text.h"
#include "storage/store/roles.h"
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
  auto roles = std::make_shared<std::string>();
  CLI::Option* wants_roles =
      command
          ->add_option("--roles", *roles,
                       "On PostgreSQL: create the group roles PREFIX_worker, PREFIX_submitter, "
                       "PREFIX_reader and PREFIX_auditor (default: assize), and give each the "
                       "rights that its work needs")
          ->type_name("PREFIX")
          ->expected(0, 1);
  command->footer(
      "Example:\n  assize --store course.db init\n"
      "  assize --store postgresql://owner@db/assize init --roles\n\n"
      "Does no harm to a store that is there already. Workers of an older version are asked to\n"
      "take nothing more, and waited for; no other command brings a store up to date that they\n"
      "use.");
  command->callback([timeout, roles, wants_roles, &globals] {
    stop_older_workers(
        globals.store_url(),
        {std::chrono::seconds{*timeout},
         acting_user_at_host() + " (assize init of version " ASSIZE_VERSION ")", warn});
    Store store(globals.store_url(), Database::Mode::initialize);
    spdlog::info("the store {} is ready", shown_name(store_name(globals.store)));
    if (wants_roles->count() == 0) return;
    std::string list;
    for (const auto& name : make_roles(store.database(), roles->empty() ? "assize" : *roles))
      list += (list.empty() ? "" : ", ") + name;
    spdlog::info("the roles {} have their rights: GRANT one of them to each account", list);
  });
}

}  // namespace assize
