-- Contents of more than a piece are kept in pieces (storage/store/blob_pieces.h): none of them is in memory whole
-- while it is read, written or copied. `content` of such a blob is empty.
CREATE TABLE blob_pieces (
  blob TEXT NOT NULL REFERENCES blobs(hash) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (blob, number)
);
INSERT INTO blob_pieces (blob, number, content)
  WITH RECURSIVE pieces(hash, number, size) AS (
    SELECT hash, CAST(0 AS BIGINT), size FROM blobs WHERE size > 4194304 AND length(content) > 0
    UNION ALL
    SELECT hash, number + 1, size FROM pieces WHERE (number + 1) * 4194304 < size
  )
  SELECT pieces.hash, pieces.number, substr(blobs.content, CAST(pieces.number * 4194304 + 1 AS INTEGER), 4194304)
  FROM pieces JOIN blobs ON blobs.hash = pieces.hash;
