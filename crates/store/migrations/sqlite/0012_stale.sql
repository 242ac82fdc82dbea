-- Holds a row as long as the read models are those of an older schema: from a migration over existing data to the next rebuild.

CREATE TABLE stale (
    number INTEGER NOT NULL                -- last migration that ran over the data
) STRICT;
