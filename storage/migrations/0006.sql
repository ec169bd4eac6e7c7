-- Rejudges take this version's place.
CREATE TABLE rejudges_placeholder (id INTEGER PRIMARY KEY);
