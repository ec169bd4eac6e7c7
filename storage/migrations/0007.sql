-- What a worker is, how it is doing, and what is asked of it (docs/operating.md).
ALTER TABLE workers ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE workers ADD COLUMN runtimes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE workers ADD COLUMN policy TEXT NOT NULL DEFAULT '';
-- ready, paused or draining. Whether one that is ready is at work follows from its leases, and
-- whether it is lost from when it was seen.
ALTER TABLE workers ADD COLUMN state TEXT NOT NULL DEFAULT 'ready';
ALTER TABLE workers ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE workers ADD COLUMN paused_since BIGINT;
ALTER TABLE workers ADD COLUMN paused_until BIGINT;
ALTER TABLE workers ADD COLUMN errors BIGINT NOT NULL DEFAULT 0;
-- Empty, or drain, and by whom.
ALTER TABLE workers ADD COLUMN wanted TEXT NOT NULL DEFAULT '';
ALTER TABLE workers ADD COLUMN wanted_by TEXT NOT NULL DEFAULT '';

-- Which worker has ended a try of which judging with a judge error: another one has the next try.
CREATE TABLE failed_tries (
  judging BIGINT NOT NULL REFERENCES judgings(id) ON DELETE CASCADE,
  worker TEXT NOT NULL,
  PRIMARY KEY (judging, worker)
);
