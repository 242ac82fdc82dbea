-- The journal: events in the order of the record, and what was written with them. Never changed, never erased.

CREATE TABLE event (
    seq     INTEGER PRIMARY KEY,  -- place in the record, from 0, without gaps
    stream  TEXT    NOT NULL,     -- what it is about: matter:<id>, agencies:<id>, ...
    version INTEGER NOT NULL,     -- place within the stream, from 1, without gaps
    kind    TEXT    NOT NULL,     -- act, refusal, register, import, look
    at      INTEGER NOT NULL,     -- moment, microseconds since 1970 UTC
    actor   TEXT    NOT NULL,     -- id of the person who acted
    leaf    BLOB    NOT NULL,     -- bytes of the leaf: digests alone, no personal data
    UNIQUE (stream, version)
) STRICT;

-- Fields and salts stand apart from the event: what identifies a person can be erased one day, the event cannot.
CREATE TABLE content (
    seq  INTEGER PRIMARY KEY REFERENCES event (seq),
    body TEXT NOT NULL            -- canonical JSON; personal data
) STRICT;

-- An INSERT OR REPLACE would remove a row without a word; the first two triggers refuse it as well.
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM event)
    OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, '执法记录只能在末尾追加'); END;

CREATE TRIGGER content_next BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, '执法记录只能在末尾追加'); END;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, '执法记录不可修改'); END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, '执法记录不可删除'); END;

CREATE TRIGGER content_no_update BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, '执法记录不可修改'); END;

CREATE TRIGGER content_no_delete BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, '执法记录不可删除'); END;

-- Series of numbers without gaps. The count moves in the transaction that uses the number.
CREATE TABLE number_series (
    agency TEXT    NOT NULL,      -- agency id
    kind   TEXT    NOT NULL,      -- kind code, for example 罚
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,      -- last number given, from 1
    PRIMARY KEY (agency, kind, year)
) STRICT, WITHOUT ROWID;

-- Receipts of requests that a client may send twice.
CREATE TABLE idempotency (
    key     TEXT    NOT NULL PRIMARY KEY,  -- account and key of the client
    request TEXT    NOT NULL,              -- digest of the request, hex
    seq     INTEGER NOT NULL,              -- first event that was written
    version INTEGER NOT NULL,              -- version of the stream after it
    receipt TEXT    NOT NULL               -- what the caller was told, JSON
) STRICT;
