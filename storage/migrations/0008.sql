-- How long a judging has a slot, from its lease to its record: what others may take (queue/forecast.h).
ALTER TABLE judgings ADD COLUMN leased_at BIGINT;
ALTER TABLE judgings ADD COLUMN slot_ms BIGINT;
