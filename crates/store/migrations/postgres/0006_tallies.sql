-- What acts add to the yearly report: one line for each number. A read model like the others.

CREATE TABLE tally (
    matter  text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    cell    text COLLATE "C" NOT NULL,
    agency  text COLLATE "C" NOT NULL,
    year    smallint NOT NULL,
    month   smallint NOT NULL,
    day     text COLLATE "C" NOT NULL,
    amount  bigint NOT NULL,
    PRIMARY KEY (matter, version, cell)
);
COMMENT ON COLUMN tally.version IS 'of the event that counts';
COMMENT ON COLUMN tally.cell IS 'of the pack';
COMMENT ON COLUMN tally.amount IS '分';

CREATE INDEX tally_sum ON tally (year, agency, cell, month) INCLUDE (amount);
CREATE INDEX tally_list ON tally (year, agency, cell, day, matter, version);

GRANT SELECT, INSERT, UPDATE, DELETE ON tally TO zhiheng_app;
