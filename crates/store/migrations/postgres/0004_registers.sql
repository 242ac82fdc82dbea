-- Registers that procedures use, and whom a matter is about. Read models like the others.

CREATE TABLE entry (
    kind       text COLLATE "C" NOT NULL,
    id         text COLLATE "C" NOT NULL,
    agency     text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    category   text COLLATE "C" NOT NULL,
    code       text COLLATE "C" NOT NULL,
    state      text COLLATE "C" NOT NULL,
    none       boolean NOT NULL,
    held_from  text COLLATE "C" NOT NULL,
    held_until text COLLATE "C",
    place      text COLLATE "C" NOT NULL,
    search     text NOT NULL,
    version    bigint NOT NULL,
    body       text NOT NULL,
    PRIMARY KEY (kind, id)
);
COMMENT ON COLUMN entry.category IS 'value of the grouping column';
COMMENT ON COLUMN entry.code IS 'code of the item that it is about, empty if none';
COMMENT ON COLUMN entry.state IS 'draft, pending, published, repealed, discarded';
COMMENT ON COLUMN entry.none IS 'it states that there is no such entry';
COMMENT ON COLUMN entry.held_from IS 'first day on which it holds, empty if it never did';
COMMENT ON COLUMN entry.held_until IS 'first day on which it does not hold any more';
COMMENT ON COLUMN entry.body IS 'canonical JSON with every version';

CREATE INDEX entry_place ON entry (kind, place, id);
CREATE INDEX entry_code ON entry (kind, code, place, id) WHERE code <> '';
CREATE INDEX entry_tally ON entry (kind, agency, category, state, none);

CREATE TABLE party (
    matter text COLLATE "C" PRIMARY KEY,
    family text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    party  text COLLATE "C" NOT NULL,
    opened text COLLATE "C" NOT NULL
);
COMMENT ON COLUMN party.family IS 'family of the matter''s procedure';
COMMENT ON COLUMN party.party IS 'digest of the name, hex';

CREATE INDEX party_earlier ON party (party, agency, family, opened);

GRANT SELECT, INSERT, UPDATE, DELETE ON entry, party TO zhiheng_app;
