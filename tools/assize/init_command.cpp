#include <spdlog/spdlog.h>

#include "storage/base/text.h"
#include "tools/assize/command.h"

namespace assize {

void add_init(CLI::App& app, Globals& globals) {
  CLI::App* command =
      app.add_subcommand("init", "Create the store, or bring an older one up to date");
  command->footer(
      "Example:\n  assize --store course.db init\n\nDoes no harm to a store that is there "
      "already.");
  command->callback([&globals] {
    const Store store(globals.store_url(), Database::Mode::initialize);
    spdlog::info("the store {} is ready", shown_name(store_name(globals.store)));
  });
}

}  // namespace assize
