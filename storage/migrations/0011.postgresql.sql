-- Names of submitters are in no entry any more: before there is a tree, they can still be taken out.
DROP TRIGGER audit_no_change ON audit;
UPDATE audit SET body = regexp_replace(body, '"submitter":"(\\.|[^"\\])*",', '') WHERE body LIKE '%"submitter":%';
-- What was there before the log covered rows: how many, and up to which number.
INSERT INTO audit (at, kind, submission, judging, body, digest)
SELECT assize_now(), 'migrated', NULL, NULL, '{"judgings":' || (SELECT count(*) FROM judgings) || ',"last_submission":' ||
  max(id) || ',"submissions":' || count(*) || ',"to":11}', '' FROM hand_ins HAVING count(*) > 0;
UPDATE audit SET digest = encode(sha256(convert_to(body, 'UTF8')), 'hex');
UPDATE audit SET position = placed.position
FROM (SELECT seq, row_number() OVER (ORDER BY seq) - 1 AS position FROM audit) AS placed
WHERE audit.seq = placed.seq;
CREATE UNIQUE INDEX audit_position ON audit(position);
CREATE INDEX audit_unplaced ON audit(seq) WHERE position IS NULL;
CREATE INDEX audit_submission ON audit(submission) WHERE submission IS NOT NULL;

-- An entry gets its place once, and nothing else of it is ever changed.
CREATE TRIGGER audit_no_change BEFORE DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW
  WHEN (OLD.position IS NOT NULL OR NEW.seq IS DISTINCT FROM OLD.seq OR NEW.at IS DISTINCT FROM OLD.at
    OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.submission IS DISTINCT FROM OLD.submission
    OR NEW.judging IS DISTINCT FROM OLD.judging OR NEW.body IS DISTINCT FROM OLD.body
    OR NEW.digest IS DISTINCT FROM OLD.digest)
  EXECUTE FUNCTION audit_is_append_only();
