-- The end of a dossier: which contents were destroyed lawfully, and which files a matter cites.

CREATE TABLE erasure (
    seq bigint PRIMARY KEY REFERENCES event (seq)
);
COMMENT ON TABLE erasure IS 'contents that were destroyed under a certificate that stands on the record; never changed';

CREATE TRIGGER erasure_final BEFORE UPDATE OR DELETE OR TRUNCATE ON erasure
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final();

-- A content goes only after its place was written there, and does not come back.
CREATE FUNCTION content_goes_lawfully() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasure WHERE seq = OLD.seq) THEN
        RAISE EXCEPTION '执法记录不可删除';
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION content_stays_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasure WHERE seq = NEW.seq) THEN
        RAISE EXCEPTION '这一条已依法销毁';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER content_final ON content;
CREATE TRIGGER content_final BEFORE UPDATE OR TRUNCATE ON content
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final();
CREATE TRIGGER content_lawful BEFORE DELETE ON content
    FOR EACH ROW EXECUTE FUNCTION content_goes_lawfully();
CREATE TRIGGER content_gone BEFORE INSERT ON content
    FOR EACH ROW EXECUTE FUNCTION content_stays_gone();

-- Receipts of repeated requests go with the events that they speak of.
CREATE INDEX idempotency_seq ON idempotency (seq);

CREATE TABLE cite (
    digest text COLLATE "C" NOT NULL,
    matter text COLLATE "C" NOT NULL,
    PRIMARY KEY (digest, matter)
);
COMMENT ON TABLE cite IS 'which matter cites which file: a file goes with the last matter that cites it';

CREATE INDEX cite_matter ON cite (matter);

-- The program has no right to remove a content; it has this one way, which leaves the place behind.
CREATE FUNCTION erase_contents(places bigint[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO erasure (seq) SELECT DISTINCT unnest(places) ON CONFLICT DO NOTHING;
    DELETE FROM content WHERE seq = ANY (places);
    DELETE FROM idempotency WHERE seq = ANY (places);
$$;
REVOKE ALL ON FUNCTION erase_contents(bigint[]) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION erase_contents(bigint[]) TO zhiheng_app;
GRANT SELECT ON erasure TO zhiheng_app;
GRANT SELECT, INSERT, DELETE ON cite TO zhiheng_app;
