-- One sequence of ids for what is handed in, taken or not: no two writers choose the same.
CREATE TABLE hand_in_ids (id INTEGER PRIMARY KEY);
INSERT INTO hand_in_ids (id)
  SELECT id FROM submissions UNION ALL SELECT id FROM refused_submissions;

-- Written and never read: the runs have them.
ALTER TABLE judgings DROP COLUMN cpu_ns;
ALTER TABLE judgings DROP COLUMN wall_ns;
ALTER TABLE judgings DROP COLUMN memory;
