-- The journal: events in the order of the record, and what was written with them. Never changed, never erased.
-- Text that is sorted or compared has the collation "C", so that order is the same on every machine.

DO $$ BEGIN
    CREATE ROLE zhiheng_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- made by another database of this cluster
END $$;
-- The program works as this role; whoever migrates must be able to become it.
GRANT zhiheng_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO zhiheng_app;

CREATE TABLE event (
    seq     bigint PRIMARY KEY,
    stream  text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    kind    text NOT NULL,
    at      bigint NOT NULL,
    actor   text NOT NULL,
    leaf    bytea NOT NULL,
    UNIQUE (stream, version)
);
COMMENT ON COLUMN event.seq IS 'place in the record, from 0, without gaps';
COMMENT ON COLUMN event.stream IS 'what it is about: matter:<id>, agencies:<id>, ...';
COMMENT ON COLUMN event.version IS 'place within the stream, from 1, without gaps';
COMMENT ON COLUMN event.kind IS 'act, refusal, register, import, look';
COMMENT ON COLUMN event.at IS 'moment, microseconds since 1970 UTC';
COMMENT ON COLUMN event.actor IS 'id of the person who acted';
COMMENT ON COLUMN event.leaf IS 'bytes of the leaf: digests alone, no personal data';

CREATE TABLE content (
    seq  bigint PRIMARY KEY REFERENCES event (seq),
    body text NOT NULL
);
COMMENT ON TABLE content IS 'fields and salts, apart from the event: what identifies a person can be erased one day';
COMMENT ON COLUMN content.body IS 'canonical JSON; personal data';

-- The size of the record. Whoever appends locks this row first, so appends follow one another.
CREATE TABLE head (
    sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
    size bigint NOT NULL
);
COMMENT ON COLUMN head.size IS 'events in the record';
INSERT INTO head (size) VALUES (0);

CREATE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', CASE TG_OP WHEN 'UPDATE' THEN '执法记录不可修改' ELSE '执法记录不可删除' END;
END $$;

CREATE TRIGGER event_final BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final();
CREATE TRIGGER content_final BEFORE UPDATE OR DELETE OR TRUNCATE ON content
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final();

CREATE TABLE number_series (
    agency text COLLATE "C" NOT NULL,
    kind   text COLLATE "C" NOT NULL,
    year   smallint NOT NULL,
    last   bigint NOT NULL,
    PRIMARY KEY (agency, kind, year)
);
COMMENT ON TABLE number_series IS 'series without gaps: the count moves in the transaction that uses the number';
COMMENT ON COLUMN number_series.last IS 'last number given, from 1';

CREATE TABLE idempotency (
    key     text COLLATE "C" PRIMARY KEY,
    request text NOT NULL,
    seq     bigint NOT NULL,
    version bigint NOT NULL,
    receipt text NOT NULL
);
COMMENT ON COLUMN idempotency.key IS 'account and key of the client';
COMMENT ON COLUMN idempotency.request IS 'digest of the request, hex';
COMMENT ON COLUMN idempotency.receipt IS 'what the caller was told, JSON';

-- Privilege says the same as the triggers: the program can add to the journal and read it, and that is all.
GRANT SELECT, INSERT ON event, content TO zhiheng_app;
GRANT SELECT, UPDATE ON head TO zhiheng_app;
GRANT SELECT, INSERT, UPDATE ON number_series TO zhiheng_app;
GRANT SELECT, INSERT ON idempotency TO zhiheng_app;
