-- What a worker holds is looked up for each lease. By lease_expires all were read that had been leased since the last
-- VACUUM: a bitmap scan passes over no dead entries, an index scan for a few rows does.
CREATE INDEX judgings_held ON judgings(lease_owner) WHERE state = 'leased';
