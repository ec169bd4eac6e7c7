-- The time by which leases are given: here the database's, too.
CREATE FUNCTION assize_lease_now() RETURNS BIGINT LANGUAGE SQL VOLATILE AS
  'SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)';
