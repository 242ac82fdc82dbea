-- What acts add to the yearly report: one line for each number. A read model like the others.

CREATE TABLE tally (
    matter  TEXT    NOT NULL,
    version INTEGER NOT NULL,              -- of the event that counts
    cell    TEXT    NOT NULL,              -- of the pack
    agency  TEXT    NOT NULL,
    year    INTEGER NOT NULL,
    month   INTEGER NOT NULL,
    day     TEXT    NOT NULL,
    amount  INTEGER NOT NULL,              -- 分
    UNIQUE (matter, version, cell)
) STRICT;

-- The sums of a year are read from this index alone, in its order.
CREATE INDEX tally_sum  ON tally (year, agency, cell, month, amount);
CREATE INDEX tally_list ON tally (year, agency, cell, day, matter, version);
