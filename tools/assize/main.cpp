#include <poll.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/hidden_password.h"
#include "tools/report/json.h"

namespace {

using namespace assize;

std::string default_store() {
  const char* given = std::getenv("ASSIZE_STORE");
  return given != nullptr && *given != '\0' ? given : "./assize.db";
}

// A message fit to be shown. Every line but its first is indented: what names in it hold can't
// make a line that looks like a message of its own.
std::string as_text(const std::string& message) { return clean_text(hanging(message, "  ")); }
std::string as_json(const std::string& message) { return dump(message); }

class Message : public spdlog::custom_flag_formatter {
 public:
  using Form = std::string (*)(const std::string&);
  explicit Message(Form form) : form_(form) {}
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& destination) override {
    const std::string text = form_(std::string(message.payload.data(), message.payload.size()));
    destination.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<Message>(form_);
  }

 private:
  Form form_;
};

void set_up_log(const Globals& globals) {
  spdlog::drop("assize");
  auto logger = spdlog::stderr_logger_mt("assize");
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  const bool json = globals.log_format == "json";
  formatter->add_flag<Message>('*', json ? as_json : as_text)
      .set_pattern(json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})"
                        : "assize: %*");
  logger->set_formatter(std::move(formatter));
  logger->set_level(globals.quiet         ? spdlog::level::err
                    : globals.verbose > 0 ? spdlog::level::debug
                                          : spdlog::level::info);
  spdlog::set_default_logger(logger);
}

int complain(int code, const std::string& what) {
  spdlog::error("{}", what);
  return code;
}

// CLI11 only says that a subcommand is missing.
std::string unknown_command(const CLI::App& app, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--store" || words[i] == "--config" || words[i] == "--log-format") {
      ++i;
    } else if (!words[i].starts_with('-')) {
      const auto named = [&](const CLI::App* command) { return command->get_name() == words[i]; };
      return app.get_subcommands(named).empty() ? words[i] : "";
    }
  }
  return {};
}

// The form of the log counts for errors in the command line itself, too.
void set_up_log(const std::vector<std::string>& words, Globals globals) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == "--log-format=json" ||
        (words[i] == "--log-format" && i + 1 < words.size() && words[i + 1] == "json"))
      globals.log_format = "json";
  set_up_log(globals);
}

int run(CLI::App& app, const std::vector<std::string>& words, const Globals& globals) {
  try {
    // Of a vector CLI11 takes the last one first.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    return globals.exit_code;
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    set_up_log(words, globals);
    const auto command = unknown_command(app, words);
    return complain(kBadInput,
                    (command.empty() ? clean_line(error.what())
                                     : "there is no command '" + clean_line(command, 60) + "'") +
                        "\nSee: assize --help, assize COMMAND --help");
  } catch (const InputError& error) {
    return complain(kBadInput, error.what());
  } catch (const HostError& error) {
    return complain(kHostCannot, error.what());
  } catch (const StoreError& error) {
    return complain(error.is_input() ? kBadInput : kInternal, error.what());
  } catch (const std::exception& error) {
    return complain(kInternal, error.what());
  }
}

// A result that couldn't be written is no result; but who reads only the beginning of it (head, a
// pager that was left) has what they wanted.
bool output_is_whole() {
  std::cout.flush();
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && !std::cout.fail()) return true;
  pollfd reader{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR) != 0;
}

}  // namespace

void assize::warn(const std::string& message) { spdlog::warn("{}", message); }

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  ::umask(077);  // sources, answers and results are nobody else's, whatever the user's own says
  const std::vector<std::string> words(argv + 1, argv + argc);
  hide_passwords(argc, argv);
  Globals globals;
  globals.store = default_store();
  CLI::App app{"assize: a batch judge for untrusted Python submissions", "assize"};
  app.set_version_flag("--version", std::string("assize ") + ASSIZE_VERSION);
  app.option_defaults()->always_capture_default(false);
  app.add_option("--store", globals.store,
                 "The store: PATH, sqlite:PATH or postgresql://USER@HOST/DATABASE\n(default: "
                 "$ASSIZE_STORE, else ./assize.db)")
      ->type_name("URL");
  app.add_option("--config", globals.config, "Configuration file (YAML): runtimes")
      ->type_name("FILE");
  app.add_option("--log-format", globals.log_format,
                 "Form of diagnostics on standard error: text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
  app.add_flag("-v,--verbose", globals.verbose, "Say more on standard error");
  app.add_flag("-q,--quiet", globals.quiet, "Say only what is wrong");
  app.require_subcommand(1);
  app.fallthrough();
  app.parse_complete_callback([&] { set_up_log(globals); });
  set_up_log(globals);  // for what goes wrong before
  app.footer(
      "Examples:\n"
      "  assize judge --problem problems/examples/sum-of-two my_solution.py\n"
      "  assize submit --manifest class.csv && assize run --drain && assize report\n"
      "  assize doctor\n\n"
      "Exit codes: 0 done, 1 found what it looks for, 2 bad usage or input,\n"
      "3 this host can't do it safely, 4 internal error. See also: assize COMMAND --help");

  for (const auto add :
       {add_judge,  add_init,    add_problem, add_submit,  add_run,    add_status,  add_queue,
        add_worker, add_rejudge, add_diff,    add_replay,  add_show,   add_forget,  add_report,
        add_audit,  add_store,   add_policy,  add_runtime, add_doctor, add_selftest})
    add(app, globals);

  const int code = run(app, words, globals);
  return output_is_whole()
             ? code
             : complain(kInternal, "standard output can't be written: results are lost");
}
