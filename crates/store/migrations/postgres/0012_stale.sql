-- Holds a row as long as the read models are those of an older schema: from a migration over existing data to the next rebuild.

CREATE TABLE stale (number bigint NOT NULL);
COMMENT ON COLUMN stale.number IS 'last migration that ran over the data';
GRANT SELECT, DELETE ON stale TO zhiheng_app;
