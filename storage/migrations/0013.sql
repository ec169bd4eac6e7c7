-- What the workers of a host judge with, as the newest entries say (storage/store/workers.h).
CREATE INDEX audit_worker_settings ON audit(seq) WHERE kind = 'worker settings';
