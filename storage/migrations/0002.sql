-- Scores and groups, validators of a package's own, and what a package is beside its limits.
ALTER TABLE packages ADD COLUMN computed_time_limit_ns BIGINT;
ALTER TABLE packages ADD COLUMN scoring BIGINT NOT NULL DEFAULT 0;
CREATE TABLE package_statements (
  package TEXT NOT NULL REFERENCES packages(hash),
  path TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (package, path)
);

-- Validators as they were built. The key says of what and with what: see the one who puts them.
CREATE TABLE programs (
  key TEXT PRIMARY KEY,
  blob TEXT NOT NULL REFERENCES blobs(hash)
);

ALTER TABLE judgings ADD COLUMN highest_score TEXT;
ALTER TABLE runs ADD COLUMN message TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN transcript TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN score TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN passes BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN counts BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN validation_facts TEXT NOT NULL DEFAULT '';

-- The groups of a judging of a problem that scores, in the order of judging.
CREATE TABLE group_results (
  judging BIGINT NOT NULL REFERENCES judgings(id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score TEXT NOT NULL,
  highest TEXT NOT NULL,
  PRIMARY KEY (judging, number)
);
