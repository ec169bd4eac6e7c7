-- Large hand-ins on their way into the store (queue/intake/staging.h): what was read and checked,
-- and isn't a submission yet. Once one is accepted, each of its rows will be.
CREATE TABLE staged_hand_ins (
  id INTEGER PRIMARY KEY,
  batch TEXT NOT NULL,            -- its name
  batch_or_id BIGINT NOT NULL,    -- 1: or its id
  handed_in_at BIGINT NOT NULL,
  accepted BIGINT NOT NULL DEFAULT 0,  -- -1: it was abandoned, and never will be
  owner TEXT NOT NULL,            -- who is at it, and when it last was
  touched_at BIGINT NOT NULL,
  waiting BIGINT NOT NULL DEFAULT 0,  -- rows that aren't submissions yet
  queued BIGINT NOT NULL DEFAULT 0    -- judgings that were queued
);
CREATE TABLE staged_rows (
  hand_in BIGINT NOT NULL REFERENCES staged_hand_ins(id),
  number BIGINT NOT NULL,
  external_id TEXT NOT NULL,
  submitter TEXT NOT NULL,
  problem TEXT NOT NULL,
  language TEXT NOT NULL,
  source TEXT NOT NULL,           -- empty: of one that can't be taken
  file_name TEXT NOT NULL,
  priority BIGINT NOT NULL,
  note TEXT NOT NULL,
  further TEXT NOT NULL,
  refusal TEXT NOT NULL,
  PRIMARY KEY (hand_in, number)
);
