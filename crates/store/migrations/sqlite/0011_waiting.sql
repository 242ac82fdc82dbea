-- Since when a content of an entry waits to be published, and how far the work on it is. A read model: `rebuild` fills it.

ALTER TABLE entry ADD COLUMN waits TEXT;                    -- first day, none where nothing waits
ALTER TABLE entry ADD COLUMN work  TEXT NOT NULL DEFAULT ''; -- draft, pending, examined

CREATE INDEX entry_waits ON entry (waits, kind, agency, work) WHERE waits IS NOT NULL;
