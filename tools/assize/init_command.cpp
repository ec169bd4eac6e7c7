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
    const Store store(globals.path_of_store(), Database::Mode::initialize);
    spdlog::info("the store {} is ready", shown_name(globals.path_of_store()));
  });
}

}  // namespace assize
