-- A store as assize 0.1 made it: its statements, kept as they were, and some rows.
CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  content BLOB NOT NULL
);
CREATE TABLE packages (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  tests BIGINT NOT NULL,
  time_limit_ns BIGINT NOT NULL,
  memory_limit BIGINT NOT NULL,
  lenient BIGINT NOT NULL,
  warnings TEXT NOT NULL,
  imported_at BIGINT NOT NULL
);
CREATE TABLE package_files (
  package TEXT NOT NULL REFERENCES packages(hash),
  path TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blobs(hash),
  PRIMARY KEY (package, path)
);
CREATE TABLE problems (
  id TEXT PRIMARY KEY,
  package TEXT NOT NULL REFERENCES packages(hash)
);
CREATE TABLE sources (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL
);
CREATE TABLE source_files (
  source TEXT NOT NULL REFERENCES sources(hash),
  path TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blobs(hash),
  PRIMARY KEY (source, path)
);
CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  external_id TEXT,
  version BIGINT NOT NULL,
  submitter TEXT NOT NULL,
  problem TEXT NOT NULL REFERENCES problems(id),
  language TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES sources(hash),
  file_name TEXT NOT NULL,
  priority BIGINT NOT NULL,
  batch BIGINT REFERENCES batches(id),
  submitted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX submissions_external ON submissions(external_id, version)
  WHERE external_id IS NOT NULL;
CREATE INDEX submissions_batch ON submissions(batch) WHERE batch IS NOT NULL;

CREATE TABLE policies (hash TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE runtimes (hash TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL);

-- One evaluation of a submission. state: queued, leased, done, set_aside.
CREATE TABLE judgings (
  id INTEGER PRIMARY KEY,
  submission BIGINT NOT NULL REFERENCES submissions(id),
  package TEXT NOT NULL REFERENCES packages(hash),
  state TEXT NOT NULL,
  priority BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  lease_token BIGINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_expires BIGINT,
  failures BIGINT NOT NULL DEFAULT 0,
  last_failure TEXT,
  expiries BIGINT NOT NULL DEFAULT 0,
  verdict TEXT,
  reason_class TEXT,
  reason TEXT,
  score TEXT,
  digest TEXT,
  policy TEXT REFERENCES policies(hash),
  runtime TEXT REFERENCES runtimes(hash),
  judge_version TEXT,
  host TEXT,
  cpu_ns BIGINT,
  wall_ns BIGINT,
  memory BIGINT,
  compile_message TEXT,
  compile_facts TEXT,
  finished_at BIGINT
);
CREATE INDEX judgings_of_submission ON judgings(submission);
CREATE INDEX judgings_queue ON judgings(priority DESC, turn, id) WHERE state = 'queued';
CREATE INDEX judgings_leased ON judgings(lease_expires) WHERE state = 'leased';
CREATE INDEX judgings_set_aside ON judgings(id) WHERE state = 'set_aside';
CREATE INDEX judgings_finished ON judgings(finished_at) WHERE state = 'done';

-- One row per test that was run; all attempts at it are in `facts`, as JSON.
CREATE TABLE runs (
  judging BIGINT NOT NULL REFERENCES judgings(id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  test_group TEXT NOT NULL,
  sample BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  reason_class TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  output_excerpt TEXT NOT NULL,
  error_excerpt TEXT NOT NULL,
  feedback TEXT NOT NULL,
  PRIMARY KEY (judging, number)
);

-- Fair order: see queue/queue.cpp.
CREATE TABLE turns (
  submitter TEXT NOT NULL,
  priority BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  PRIMARY KEY (submitter, priority)
);
CREATE TABLE clocks (priority BIGINT PRIMARY KEY, turn BIGINT NOT NULL);

CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid BIGINT NOT NULL,
  slots BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  judged BIGINT NOT NULL
);

-- The audit log: append-only. Each entry has its place (seq, without gaps) and the digest of its body.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  submission BIGINT,
  judging BIGINT,
  body TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

PRAGMA application_id = 1634953594;
PRAGMA user_version = 1;

-- One problem, and a submission that was judged with it.
INSERT INTO blobs VALUES ('b1', 8, 'print(1)');
INSERT INTO packages VALUES ('p1', 'Sum', 'legacy', 2, 1000000000, 268435456, 0, 'careful', 5);
INSERT INTO package_files VALUES ('p1', 'problem.yaml', 'b1');
INSERT INTO problems VALUES ('sum', 'p1');
INSERT INTO sources VALUES ('s1', 8);
INSERT INTO source_files VALUES ('s1', 'main.py', 'b1');
INSERT INTO submissions VALUES (1, NULL, 1, 'ada', 'sum', 'python3', 's1', 'a.py', 0, NULL, 7);
INSERT INTO policies VALUES ('policy', 'default', '');
INSERT INTO runtimes VALUES ('runtime', 'python3', 'CPython 3.11.2');
INSERT INTO judgings (id, submission, package, state, priority, turn, queued_at, verdict, reason_class, reason, score, digest, policy, runtime, judge_version, host, cpu_ns, wall_ns, memory, compile_message, compile_facts, finished_at)
  VALUES (1, 1, 'p1', 'done', 0, 1, 8, 'WA', 'output', 'secret/1: wrong answer', '', 'd1', 'policy', 'runtime', 'assize 0.1.0', 'cgroup v2', 5, 6, 7, '', '', 9);
INSERT INTO runs VALUES (1, 0, 'secret/1', 'secret', 0, 'WA', 'output', 'wrong answer',
  '{"attempts":[{"cpu_ns":5,"cpu_pressure_ns":0,"denied_calls":[],"denied_calls_capped":false,"error_bytes":0,"error_line":"","exit_code":0,"memory":7,"memory_hits":0,"oom_kills":0,"output_bytes":2,"process_hits":0,"signal":null,"wall_ns":6}],"chosen":0}',
  '1', '', 'wrong token');
INSERT INTO audit VALUES (1, 9, 'judged', 1, 1, '{"judging":1,"submission":1,"submitter":"Ada \"A\" L","verdict":"WA"}', 'digest');
