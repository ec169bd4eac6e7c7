UPDATE blobs SET content = '' WHERE hash IN (SELECT blob FROM blob_pieces);

-- For whoever writes by a schema that somebody may bring up to date meanwhile: until the end of this transaction
-- nobody does (the number is that of Database::lock_schema), and it ends here if somebody has.
CREATE FUNCTION assize_require_schema(expected BIGINT) RETURNS void LANGUAGE plpgsql VOLATILE AS
'DECLARE found BIGINT;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1634953594);
  SELECT version INTO found FROM assize_schema;
  IF found > expected THEN
    RAISE EXCEPTION ''its schema is version % now'', found USING ERRCODE = ''AZ001'';
  END IF;
END';
