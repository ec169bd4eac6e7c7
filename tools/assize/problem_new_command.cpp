#include "problems/starter.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/report/print.h"

namespace assize {

void add_problem_new(CLI::App& problem) {
  struct Arguments {
    std::string kind;
    std::string folder;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = problem.add_subcommand(
      "new", "Make a package that is good at once, to be changed into yours");
  command
      ->add_option("kind", arguments->kind,
                   "stdin: reads and prints; scoring: with groups and points; interactive: talks "
                   "with a program of the package; unit-test: is imported by tests")
      ->required()
      ->check(CLI::IsMember(starter_kinds()))
      ->type_name("KIND");
  command->add_option("name", arguments->folder, "Its folder; the last part is the problem's id")
      ->required()
      ->type_name("NAME");
  command->footer("Example:\n  assize problem new stdin week1/apples");
  command->callback([arguments] {
    write_starter(arguments->kind, arguments->folder);
    const std::string shown = shown_name(arguments->folder);
    print(
        "{}: made. Change its statement, tests and submissions, then\n"
        "  assize problem check {}     # is it what it says?\n"
        "  assize problem add {}       # ready for submissions\n",
        shown, shown, shown);
  });
}

}  // namespace assize
