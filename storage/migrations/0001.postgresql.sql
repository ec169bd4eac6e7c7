-- The time by which leases are given: the database's, the same for all hosts.
CREATE FUNCTION assize_now() RETURNS BIGINT LANGUAGE SQL VOLATILE AS
  'SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)';

-- The audit log is append-only: whoever has this database only through SQL can't change what it says.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''the audit log is append-only''; END';
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
