-- The audit log as a Merkle tree log (storage/store/audit_log.h).
ALTER TABLE audit ADD COLUMN position BIGINT;  -- in the tree, from 0; NULL: it has none yet

-- With what hashes of rows are salted that could be guessed (storage/store/audited_rows.h).
ALTER TABLE submissions ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE refused_submissions ADD COLUMN salt TEXT NOT NULL DEFAULT '';

-- Roots of full subtrees of 2^level entries, so that they needn't be computed again. No evidence.
CREATE TABLE audit_tiles (
  level BIGINT NOT NULL,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL,             -- Base64
  PRIMARY KEY (level, number)
);
-- Signed tree heads, by the number of entries.
CREATE TABLE audit_checkpoints (
  size BIGINT PRIMARY KEY,
  note TEXT NOT NULL,
  at BIGINT NOT NULL
);
