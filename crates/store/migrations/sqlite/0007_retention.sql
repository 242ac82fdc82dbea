-- The end of a dossier: which contents were destroyed lawfully, and which files a matter cites.

-- A content goes only after its place was written here, in the transaction of the event that bears the certificate. Never changed.
CREATE TABLE erasure (
    seq INTEGER PRIMARY KEY REFERENCES event (seq)
) STRICT;

CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, '执法记录不可修改'); END;

CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, '执法记录不可删除'); END;

DROP TRIGGER content_no_delete;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content
WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, '执法记录不可删除'); END;

-- A content that was destroyed does not come back.
CREATE TRIGGER content_not_again BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM erasure WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, '这一条已依法销毁'); END;

-- Receipts of repeated requests go with the events that they speak of.
CREATE INDEX idempotency_seq ON idempotency (seq);

-- Which matter cites which file: a file goes with the last matter that cites it. A read model like the others.
CREATE TABLE cite (
    digest TEXT NOT NULL,                  -- of the file, hex
    matter TEXT NOT NULL,
    PRIMARY KEY (digest, matter)
) STRICT, WITHOUT ROWID;

CREATE INDEX cite_matter ON cite (matter);
