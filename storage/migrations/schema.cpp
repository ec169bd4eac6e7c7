#include "storage/migrations/schema.h"

#include <chrono>
#include <thread>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/migrations/migrations.h"

namespace assize {

namespace {

std::int64_t newest() { return newest_version(); }

// The version of a store that another process may be making at this moment.
std::int64_t awaited(Database& database) {
  constexpr int kTries = 20;
  constexpr std::chrono::milliseconds kPause{50};
  for (int i = 0; i < kTries; ++i) {
    {
      const Transaction transaction(database);
      const std::int64_t version = known_version_of(database);
      if (version != 0) return version;
    }
    std::this_thread::sleep_for(kPause);
  }
  throw InputError("store " + shown_name(database.name()) +
                   ": is empty, there is no store in it: remove it and make one (assize "
                   "init), restore a backup, or name another file with --store");
}

void migrate(Database& database, const Migration& migration) {
  database.execute(migration.sql);
  switch (database.engine()) {
    case Database::Engine::sqlite:
      database.execute(migration.sqlite);
      break;
    case Database::Engine::postgresql:
      database.execute(migration.postgresql);
      break;
  }
}

}  // namespace

std::int64_t newest_version() { return static_cast<std::int64_t>(migrations().size()); }

std::int64_t known_version_of(Database& database) {
  const std::int64_t version = database.version();
  if (version > newest())
    throw InputError("store " + shown_name(database.name()) +
                     ": was made by a newer assize (its schema is version " +
                     std::to_string(version) + ", this program knows " + std::to_string(newest()) +
                     "): use that version");
  if (version < 0)
    throw InputError("store " + shown_name(database.name()) +
                     ": is the unfinished copy of another store: finish it by the same command "
                     "(assize store copy FROM TO), or remove it");
  return version;
}

void require_newest(Database& database) {
  const std::int64_t version = known_version_of(database);
  if (version == newest()) return;
  const std::string store = "store " + shown_name(database.name()) + ": ";
  if (version == 0)
    throw InputError(store + "is empty, there is no store in it: name another one with --store");
  throw InputError(store + "was made by an older assize (its schema is version " +
                   std::to_string(version) + ", this program's is " + std::to_string(newest()) +
                   "): bring it up to date first: assize init --store " +
                   shown_name(database.name()));
}

void bring_up_to_date(Database& database) {
  std::int64_t version = known_version_of(database);
  const bool makes_one = database.mode() == Database::Mode::initialize ||
                         (database.mode() == Database::Mode::create && !database.was_empty());
  if (database.mode() == Database::Mode::read) {
    if (version != newest())
      throw InputError("store " + shown_name(database.name()) +
                       ": was made by an older assize, and can't be brought up to date where it "
                       "can't be written: run assize init with it once, as somebody who may");
    return;
  }
  if (version == 0 && !makes_one) version = awaited(database);
  database.adopt();
  if (version == newest()) return;
  if (version > 0) database.keep_copy(version);
  Transaction transaction(database);
  database.lock_schema();
  version = known_version_of(database);  // another process may have been faster
  for (; version < newest(); ++version)
    migrate(database, migrations()[static_cast<std::size_t>(version)]);
  database.set_version(newest());
  database.announce();  // workers of the older version shall hear of it now
  transaction.commit();
}

}  // namespace assize
