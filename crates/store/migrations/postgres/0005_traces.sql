-- Traces beside matters: who looked at what, who asked to look, which receipts parties hold. A read model like the others.

CREATE TABLE trace (
    kind   text COLLATE "C" NOT NULL,
    id     text COLLATE "C" NOT NULL,
    matter text COLLATE "C" NOT NULL,
    agency text COLLATE "C" NOT NULL,
    person text COLLATE "C" NOT NULL,
    state  text COLLATE "C" NOT NULL,
    at     bigint NOT NULL,
    body   text NOT NULL,
    PRIMARY KEY (kind, id)
);
COMMENT ON COLUMN trace.kind IS 'look, access, receipt';
COMMENT ON COLUMN trace.agency IS 'agency that holds the matter';
COMMENT ON COLUMN trace.person IS 'who looked, asked or handed out';
COMMENT ON COLUMN trace.state IS 'of a look: empty or unusual; of a request: asked, approved, refused, withdrawn';
COMMENT ON COLUMN trace.at IS 'microseconds since 1970 UTC';
COMMENT ON COLUMN trace.body IS 'canonical JSON';

CREATE INDEX trace_at ON trace (kind, at, id);
CREATE INDEX trace_agency ON trace (kind, agency, at, id);
CREATE INDEX trace_matter ON trace (kind, matter, at, id);
CREATE INDEX trace_person ON trace (kind, person, at, id);
CREATE INDEX trace_state ON trace (kind, state, agency, at, id) WHERE state <> '';

GRANT SELECT, INSERT, UPDATE, DELETE ON trace TO zhiheng_app;
