-- Hand-ins: what couldn't be taken, what a manifest says beside its own columns, and when something
-- was handed in last.
ALTER TABLE submissions ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN further TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN handed_in_at BIGINT NOT NULL DEFAULT 0;
UPDATE submissions SET handed_in_at =
  COALESCE((SELECT created_at FROM batches WHERE batches.id = submissions.batch), submitted_at);

-- Submissions that couldn't be taken. They have no source and no judging, and perhaps no problem
-- that is known. Their ids are of one sequence with those of submissions.
CREATE TABLE refused_submissions (
  id INTEGER PRIMARY KEY,
  external_id TEXT,
  submitter TEXT NOT NULL,
  problem TEXT NOT NULL,
  language TEXT NOT NULL,
  file_name TEXT NOT NULL,
  batch BIGINT REFERENCES batches(id),
  submitted_at BIGINT NOT NULL,
  handed_in_at BIGINT NOT NULL,
  further TEXT NOT NULL,
  refusal TEXT NOT NULL
);
CREATE INDEX refused_in_batch ON refused_submissions(batch, submitter, problem);
CREATE INDEX refused_external ON refused_submissions(external_id) WHERE external_id IS NOT NULL;

CREATE VIEW hand_ins AS
  SELECT id, external_id, version, submitter, problem, language, source, file_name, priority, batch,
    submitted_at, handed_in_at, note, further, '' AS refusal FROM submissions
  UNION ALL
  SELECT id, external_id, 0, submitter, problem, language, '', file_name, 0, batch,
    submitted_at, handed_in_at, '', further, refusal FROM refused_submissions;
