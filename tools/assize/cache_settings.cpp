#include "tools/assize/cache_settings.h"

#include <unistd.h>

#include <cstdlib>

#include "storage/base/errors.h"
#include "storage/engine/open.h"

namespace assize {

namespace {

std::string text(const char* variable) { return variable == nullptr ? "" : variable; }

// Relative paths in these variables are invalid (XDG Base Directory Specification).
bool is_absolute(const std::string& path) { return path.starts_with('/'); }

std::string usual_directory() {
  const std::string of_service = text(std::getenv("CACHE_DIRECTORY"));
  if (is_absolute(of_service)) return of_service.substr(0, of_service.find(':'));
  if (::geteuid() == 0) return "/var/cache/assize";
  if (const std::string caches = text(std::getenv("XDG_CACHE_HOME")); is_absolute(caches))
    return caches + "/assize";
  const std::string home = text(std::getenv("HOME"));
  return is_absolute(home) ? home + "/.cache/assize" : "";
}

}  // namespace

void add_cache_options(CLI::App& command, CacheArguments& arguments) {
  command
      .add_option("--cache-dir", arguments.directory,
                  "Where contents of packages are kept on this host, with a store in PostgreSQL "
                  "(default: /var/cache/assize for root, else ~/.cache/assize)")
      ->type_name("DIR");
  command
      .add_option("--cache-size", arguments.size_mib,
                  "How much of them, at most (default: 8192); 0: nothing is kept")
      ->type_name("MIB")
      ->check(CLI::Range(std::uint64_t{0}, kMostCacheMib));
}

CacheSettings cache_settings(const CacheArguments& arguments, const Config& config) {
  CacheSettings settings;
  settings.directory = arguments.directory.empty() ? config.cache_directory : arguments.directory;
  settings.was_named = !settings.directory.empty();
  if (!settings.was_named) settings.directory = usual_directory();
  if (config.cache_size_mib) settings.size_mib = *config.cache_size_mib;
  if (arguments.size_mib) settings.size_mib = *arguments.size_mib;
  return settings;
}

std::shared_ptr<BlobCache> open_cache(const CacheArguments& arguments, const Config& config,
                                      const std::string& store,
                                      const std::function<void(const std::string&)>& on_message) {
  const CacheSettings settings = cache_settings(arguments, config);
  if (!is_postgresql_store(store) || settings.size_mib == 0) return nullptr;
  try {
    if (settings.directory.empty())
      throw InputError("cache: there is no HOME: name a directory with --cache-dir");
    return std::make_shared<BlobCache>(settings.directory, settings.size_mib << 20U, on_message);
  } catch (const InputError& error) {
    if (settings.was_named) throw;
    on_message(std::string(error.what()) +
               "\n  Until then contents of packages are fetched from the store again and again.");
    return nullptr;
  }
}

}  // namespace assize
