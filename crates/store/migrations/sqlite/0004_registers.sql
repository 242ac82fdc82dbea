-- Registers that procedures use, and whom a matter is about. Read models like the others.

CREATE TABLE entry (
    kind       TEXT    NOT NULL,           -- register: bodies, items, discretion, ...
    id         TEXT    NOT NULL,
    agency     TEXT    NOT NULL,
    category   TEXT    NOT NULL,           -- value of the grouping column
    code       TEXT    NOT NULL,           -- code of the item that it is about, empty if none
    state      TEXT    NOT NULL,           -- draft, pending, published, repealed, discarded
    none       INTEGER NOT NULL,           -- it states that there is no such entry
    held_from  TEXT    NOT NULL,           -- first day on which it holds, empty if it never did
    held_until TEXT,                       -- first day on which it does not hold any more
    version    INTEGER NOT NULL,
    place      TEXT    NOT NULL,           -- place in lists
    name       TEXT    NOT NULL,
    search     TEXT    NOT NULL,           -- in lower case; before the body, so that a search does not read past it
    body       TEXT    NOT NULL,           -- canonical JSON with every version
    UNIQUE (kind, id)
) STRICT;

CREATE INDEX entry_place ON entry (kind, place, id);
CREATE INDEX entry_code  ON entry (kind, code, place, id) WHERE code <> '';
CREATE INDEX entry_tally ON entry (kind, agency, category, state, none);

-- How often an agency dealt with a party. The name is here only as its digest.
CREATE TABLE party (
    matter TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,                  -- family of the matter's procedure
    agency TEXT NOT NULL,
    party  TEXT NOT NULL,                  -- digest of the name, hex
    opened TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX party_earlier ON party (party, agency, family, opened);
