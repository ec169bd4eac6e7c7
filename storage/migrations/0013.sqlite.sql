-- Counting what waits needs no row: half the time of a status at a million.
DROP INDEX judgings_oldest;
CREATE INDEX judgings_oldest ON judgings(queued_at, state) WHERE state = 'queued' AND queued_at > 0;
