-- Since when a content of an entry waits to be published, and how far the work on it is. A read model: `rebuild` fills it.

ALTER TABLE entry ADD COLUMN waits text COLLATE "C";
ALTER TABLE entry ADD COLUMN work text COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN entry.waits IS 'first day since which a content waits to be published, none where nothing waits';
COMMENT ON COLUMN entry.work IS 'draft, pending, examined';

CREATE INDEX entry_waits ON entry (waits, kind, agency, work) WHERE waits IS NOT NULL;
