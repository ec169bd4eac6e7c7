-- Names of submitters are in no entry any more: before there is a tree, they can still be taken out.
DROP TRIGGER audit_no_update;
UPDATE audit SET body = json_remove(body, '$.submitter') WHERE body LIKE '%"submitter":%';
-- What was there before the log covered rows: how many, and up to which number.
INSERT INTO audit (at, kind, submission, judging, body, digest)
SELECT assize_now(), 'migrated', NULL, NULL, '{"judgings":' || (SELECT count(*) FROM judgings) || ',"last_submission":' ||
  max(id) || ',"submissions":' || count(*) || ',"to":11}', '' FROM hand_ins HAVING count(*) > 0;
UPDATE audit SET digest = assize_sha256(body);
UPDATE audit SET position = placed.position
FROM (SELECT seq, row_number() OVER (ORDER BY seq) - 1 AS position FROM audit) AS placed
WHERE audit.seq = placed.seq;
CREATE UNIQUE INDEX audit_position ON audit(position);
CREATE INDEX audit_unplaced ON audit(seq) WHERE position IS NULL;
CREATE INDEX audit_submission ON audit(submission) WHERE submission IS NOT NULL;

-- An entry gets its place once, and nothing else of it is ever changed.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN OLD.position IS NOT NULL OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind
  OR NEW.submission IS NOT OLD.submission OR NEW.judging IS NOT OLD.judging OR NEW.body IS NOT OLD.body
  OR NEW.digest IS NOT OLD.digest
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
DROP TRIGGER audit_no_replace;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq OR position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
