-- Traces beside matters: who looked at what, who asked to look, which receipts parties hold. A read model like the others.

CREATE TABLE trace (
    kind   TEXT    NOT NULL,               -- look, access, receipt
    id     TEXT    NOT NULL,
    matter TEXT    NOT NULL,
    agency TEXT    NOT NULL,               -- agency that holds the matter
    person TEXT    NOT NULL,               -- who looked, asked or handed out
    state  TEXT    NOT NULL,               -- of a look: empty or 'unusual'; of a request: asked, approved, refused, withdrawn
    at     INTEGER NOT NULL,               -- µs since 1970 UTC
    body   TEXT    NOT NULL,               -- canonical JSON
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX trace_at     ON trace (kind, at, id);
CREATE INDEX trace_agency ON trace (kind, agency, at, id);
CREATE INDEX trace_matter ON trace (kind, matter, at, id);
CREATE INDEX trace_person ON trace (kind, person, at, id);
CREATE INDEX trace_state  ON trace (kind, state, agency, at, id) WHERE state <> '';
