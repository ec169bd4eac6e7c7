-- By what leases are decided in a store whose engine has no clock of its own: the time since that start of the host, and
-- what is added to it (storage/store/lease_clock.h). One row at most.
CREATE TABLE lease_clock (
  boot TEXT PRIMARY KEY,
  since_ms BIGINT NOT NULL
);
