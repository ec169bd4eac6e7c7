// Roles of PostgreSQL for who uses a store: each may do what its work needs, and no more.
// docs/postgresql-roles.md says what that is, and how accounts get them.
#pragma once

#include <string>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

// Creates the group roles PREFIX_worker, PREFIX_submitter, PREFIX_reader and PREFIX_auditor where
// they aren't there, and gives each its rights on the tables of this store, whatever it had before.
// Their names. In one transaction; an account that may create roles and owns the tables is needed.
// Throws InputError for a prefix that is no plain name, and for a store that isn't PostgreSQL's.
std::vector<std::string> make_roles(Database& database, const std::string& prefix);

}  // namespace assize
