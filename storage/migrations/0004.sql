-- Tries of a job: when the next one may begin, and whether workers die of it (queue/expiry.cpp).
ALTER TABLE judgings ADD COLUMN not_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE judgings ADD COLUMN lone_deaths BIGINT NOT NULL DEFAULT 0;
DROP INDEX judgings_queue;
CREATE INDEX judgings_queue ON judgings(priority DESC, turn, id)
  WHERE state = 'queued' AND not_before = 0;
CREATE INDEX judgings_waiting ON judgings(not_before) WHERE state = 'queued' AND not_before > 0;
CREATE INDEX judgings_lone_deaths ON judgings(id) WHERE lone_deaths > 0;
