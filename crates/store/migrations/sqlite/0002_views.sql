-- Read models. Each can be emptied and written again from the journal.

CREATE TABLE matter (
    key          INTEGER PRIMARY KEY,      -- order of first appearance
    place        INTEGER NOT NULL,         -- key again: tells rows with equal sort values apart. SQLite looks up a pair
                                           -- of columns in an index only if neither is the key itself.
    id           TEXT    NOT NULL UNIQUE,
    bucket       INTEGER NOT NULL,         -- matter_bucket.id
    number       TEXT,
    title        TEXT    NOT NULL,         -- may name parties
    procedure    TEXT    NOT NULL,
    noun         TEXT    NOT NULL,
    category     TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    step         TEXT    NOT NULL,
    agency       TEXT    NOT NULL,         -- agency that holds it
    opened       TEXT    NOT NULL,         -- day
    due          TEXT,                     -- earliest due day of its open duties
    handlers     TEXT    NOT NULL,         -- JSON array of names
    status       TEXT    NOT NULL,         -- open, closed, archived
    major        INTEGER NOT NULL,
    hidden_from  TEXT    NOT NULL,         -- agency that may never see it (信访工作条例30)
    version      INTEGER NOT NULL,         -- version of the stream that the row reflects
    due_order    TEXT    NOT NULL,         -- due, or a value after every day
    number_order TEXT    NOT NULL,         -- number with its digits padded, or a value after every number
    search       TEXT    NOT NULL          -- text that the search of staff finds
) STRICT;

-- The whole state stands apart so that lists do not read past it.
CREATE TABLE matter_snapshot (
    key      INTEGER PRIMARY KEY,          -- matter.key
    snapshot TEXT NOT NULL                 -- canonical JSON; personal data
) STRICT;

-- One row for each combination of what lists filter by, with how many matters have it. A list is then a merge of a few
-- sorted runs, one for each bucket, and its length a sum: neither grows with the number of matters.
CREATE TABLE matter_bucket (
    id        INTEGER PRIMARY KEY,
    agency    TEXT    NOT NULL,
    procedure TEXT    NOT NULL,
    stage     TEXT    NOT NULL,
    status    TEXT    NOT NULL,
    dated     INTEGER NOT NULL,            -- 1 if its matters have a due day
    held      INTEGER NOT NULL,            -- matters in it
    UNIQUE (agency, procedure, stage, status, dated)
) STRICT;

-- How many matters of a bucket are hidden from an agency.
CREATE TABLE matter_hidden (
    bucket      INTEGER NOT NULL,
    hidden_from TEXT    NOT NULL,
    held        INTEGER NOT NULL,
    PRIMARY KEY (hidden_from, bucket)
) STRICT, WITHOUT ROWID;

CREATE INDEX matter_due_in    ON matter (bucket, due_order, place, hidden_from);
CREATE INDEX matter_opened_in ON matter (bucket, opened, place, hidden_from, due_order);
CREATE INDEX matter_number_in ON matter (bucket, number_order, place, hidden_from, due_order);
CREATE INDEX matter_number    ON matter (number_order, place, bucket, hidden_from, due_order);
CREATE INDEX matter_due       ON matter (due_order, place, bucket, hidden_from);
CREATE INDEX matter_opened    ON matter (opened, place, bucket, hidden_from, due_order);

-- Search tokens of matter.search, cut before they arrive here, and one token each for agency and procedure. Row id is
-- matter.key.
CREATE VIRTUAL TABLE matter_text USING fts5 (
    text, facet, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
);

CREATE TABLE duty (
    key           INTEGER PRIMARY KEY,
    place         INTEGER NOT NULL,        -- key again, as in matter
    id            TEXT NOT NULL UNIQUE,    -- <matter>/<n>
    matter        TEXT NOT NULL,
    matter_number TEXT,
    matter_title  TEXT NOT NULL,           -- may name parties
    procedure     TEXT NOT NULL,
    agency        TEXT NOT NULL,           -- agency that owes it
    hidden_from   TEXT NOT NULL,           -- agency that may never see the matter
    rule          TEXT NOT NULL,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL,
    owner         TEXT NOT NULL,           -- power of those who owe it
    state         TEXT NOT NULL,           -- open, stopped, fulfilled, excused
    created       TEXT NOT NULL,
    due           TEXT,
    ended         TEXT,
    basis         TEXT NOT NULL,           -- article
    act           TEXT,                    -- act that fulfils it
    handlers      TEXT NOT NULL,           -- JSON array of person ids
    due_order     TEXT NOT NULL            -- due, or a value after every day
) STRICT;

CREATE INDEX duty_of ON duty (matter);
CREATE INDEX duty_due_in ON duty (agency, state, owner, due_order, place, kind, hidden_from);

-- Whose duty it is first.
CREATE TABLE duty_handler (
    person    TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    due_order TEXT    NOT NULL,
    duty      INTEGER NOT NULL,            -- duty.key
    PRIMARY KEY (person, state, due_order, duty)
) STRICT, WITHOUT ROWID;

-- How many duties each agency, state and power has: which runs a list has to merge.
CREATE TABLE duty_bucket (
    agency TEXT    NOT NULL,
    state  TEXT    NOT NULL,
    owner  TEXT    NOT NULL,
    held   INTEGER NOT NULL,
    PRIMARY KEY (agency, state, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    key         INTEGER PRIMARY KEY,       -- day of publication, then a digest of the id: the order of the public list
    id          TEXT    NOT NULL UNIQUE,
    state       TEXT    NOT NULL,          -- published or withdrawn
    until       TEXT,                      -- last day of the public period
    number      TEXT    NOT NULL,          -- 文号, empty where the source had none
    agency      TEXT    NOT NULL,
    agency_name TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    party       TEXT    NOT NULL,          -- as published, masked where it must be
    kinds       TEXT    NOT NULL,          -- JSON array
    fine        INTEGER,                   -- 分
    region      TEXT    NOT NULL,
    decided     TEXT    NOT NULL,
    published   TEXT    NOT NULL,
    reason      TEXT,
    source      TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    facts       TEXT    NOT NULL,
    basis       TEXT    NOT NULL,
    result      TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX decision_number ON decision (agency, number) WHERE agency <> '' AND number <> '';
CREATE INDEX decision_shown ON decision (key, until) WHERE state = 'published';
CREATE INDEX decision_until ON decision (until) WHERE state = 'published' AND until IS NOT NULL;

-- Search tokens of published decisions, cut before they arrive here. Row id is decision.key, so that the order of the
-- index is the order of the list. The third column holds one token for each value that the list can be narrowed to.
CREATE VIRTUAL TABLE decision_text USING fts5 (
    head, body, facet, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
);

-- Counts of published decisions by value, kept with each change.
CREATE TABLE decision_facet (
    field TEXT    NOT NULL,                -- category, agency, region, kind, month
    value TEXT    NOT NULL,
    held  INTEGER NOT NULL,
    PRIMARY KEY (field, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE register (
    kind    TEXT    NOT NULL,              -- agencies, officers, items, devices, ...
    id      TEXT    NOT NULL,
    agency  TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    body    TEXT    NOT NULL,              -- canonical JSON
    active  INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- What a party may ask for.
CREATE TABLE progress (
    number TEXT NOT NULL PRIMARY KEY,      -- number that the party holds
    code   TEXT NOT NULL,                  -- digest of the code, hex
    matter TEXT NOT NULL
) STRICT, WITHOUT ROWID;
