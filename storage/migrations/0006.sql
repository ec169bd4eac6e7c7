-- Judging again with a preview: the new judgings stand beside the old ones until they are applied.
CREATE TABLE rejudges (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL,  -- open, applied, discarded
  reason TEXT NOT NULL,
  wanted TEXT NOT NULL,  -- which judgings were asked for, in words
  repeats BIGINT NOT NULL,  -- judgings per submission; more than one: to look for noise
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_by TEXT,
  ended_at BIGINT
);
ALTER TABLE judgings ADD COLUMN rejudge BIGINT REFERENCES rejudges(id);
ALTER TABLE judgings ADD COLUMN replaces BIGINT REFERENCES judgings(id);
ALTER TABLE judgings ADD COLUMN preview BIGINT NOT NULL DEFAULT 0;  -- 1: until it is applied
CREATE INDEX judgings_of_rejudge ON judgings(rejudge) WHERE rejudge IS NOT NULL;
-- The files of a runtime with their hashes, one a line: what differs between two of them.
ALTER TABLE runtimes ADD COLUMN files TEXT REFERENCES blobs(hash);

-- How many submissions have which verdict, by what was finished before `until`; what came later is
-- counted when somebody asks. The row without a verdict is there once anything is counted.
CREATE TABLE finished_counts (
  verdict TEXT PRIMARY KEY,
  count BIGINT NOT NULL,
  until BIGINT NOT NULL
);
-- For who says that queued_at > 0 alone: no planner shall take it to look for the next job.
CREATE INDEX judgings_oldest ON judgings(queued_at) WHERE state = 'queued' AND queued_at > 0;
CREATE INDEX judgings_dropped ON judgings(id) WHERE state = 'dropped';
