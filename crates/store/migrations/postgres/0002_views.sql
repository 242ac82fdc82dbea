-- Read models. Each can be emptied and written again from the journal. Columns are named as in the rows of the port.

CREATE TABLE matter (
    key          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text COLLATE "C" NOT NULL UNIQUE,
    number       text,
    title        text NOT NULL,
    procedure    text NOT NULL,
    noun         text NOT NULL,
    category     text NOT NULL,
    stage        text NOT NULL,
    step         text NOT NULL,
    agency       text COLLATE "C" NOT NULL,
    opened       text COLLATE "C" NOT NULL,
    due          text COLLATE "C",
    handlers     text[] NOT NULL,
    status       text NOT NULL,
    major        boolean NOT NULL,
    hidden_from  text NOT NULL,
    search       text NOT NULL,
    version      bigint NOT NULL,
    snapshot     text NOT NULL,
    due_order    text COLLATE "C" NOT NULL,
    number_order text COLLATE "C" NOT NULL,
    stream       text NOT NULL,
    terms        text[] NOT NULL
);
COMMENT ON COLUMN matter.key IS 'order of first appearance; tells rows with equal sort values apart';
COMMENT ON COLUMN matter.title IS 'may name parties';
COMMENT ON COLUMN matter.hidden_from IS 'agency that may never see it (信访工作条例30)';
COMMENT ON COLUMN matter.snapshot IS 'whole state as canonical JSON; personal data';
COMMENT ON COLUMN matter.due_order IS 'due, or a value after every day';
COMMENT ON COLUMN matter.number_order IS 'number with its digits padded, or a value after every number';
COMMENT ON COLUMN matter.stream IS 'search tokens in order, with a space before and after each';
COMMENT ON COLUMN matter.terms IS 'search tokens, each once';

CREATE INDEX matter_due ON matter (due_order, key);
CREATE INDEX matter_opened ON matter (opened, key);
CREATE INDEX matter_number ON matter (number_order, key);
CREATE INDEX matter_agency_due ON matter (agency, status, due_order, key);
CREATE INDEX matter_agency_opened ON matter (agency, status, opened, key);
CREATE INDEX matter_procedure_due ON matter (procedure, stage, due_order, key);
CREATE INDEX matter_terms ON matter USING gin (terms);

CREATE TABLE duty (
    key           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id            text COLLATE "C" NOT NULL UNIQUE,
    matter        text COLLATE "C" NOT NULL,
    matter_number text,
    matter_title  text NOT NULL,
    procedure     text NOT NULL,
    agency        text COLLATE "C" NOT NULL,
    hidden_from   text NOT NULL,
    rule          text NOT NULL,
    title         text NOT NULL,
    kind          text NOT NULL,
    owner         text NOT NULL,
    state         text NOT NULL,
    created       text NOT NULL,
    due           text COLLATE "C",
    ended         text,
    basis         text NOT NULL,
    act           text,
    handlers      text[] NOT NULL,
    due_order     text COLLATE "C" NOT NULL
);
COMMENT ON COLUMN duty.id IS '<matter>/<n>';
COMMENT ON COLUMN duty.matter_title IS 'may name parties';
COMMENT ON COLUMN duty.owner IS 'power of those who owe it';
COMMENT ON COLUMN duty.state IS 'open, stopped, fulfilled, excused';
COMMENT ON COLUMN duty.basis IS 'article';
COMMENT ON COLUMN duty.handlers IS 'ids of the persons whose duty it is first';

CREATE INDEX duty_matter ON duty (matter);
CREATE INDEX duty_state_due ON duty (state, due_order, key);
CREATE INDEX duty_agency_due ON duty (agency, state, due_order, key);
CREATE INDEX duty_handlers ON duty USING gin (handlers);

CREATE TABLE decision (
    key         bigint NOT NULL,
    id          text COLLATE "C" PRIMARY KEY,
    number      text NOT NULL,
    agency      text NOT NULL,
    agency_name text NOT NULL,
    category    text NOT NULL,
    title       text NOT NULL,
    party       text NOT NULL,
    facts       text NOT NULL,
    basis       text NOT NULL,
    result      text NOT NULL,
    kinds       text[] NOT NULL,
    fine        bigint,
    region      text NOT NULL,
    decided     text NOT NULL,
    published   text COLLATE "C" NOT NULL,
    until       text COLLATE "C",
    state       text NOT NULL,
    reason      text,
    source      text NOT NULL,
    stream      text NOT NULL,
    version     bigint NOT NULL,
    head_stream text NOT NULL,
    body_stream text NOT NULL,
    terms       text[] NOT NULL
);
COMMENT ON COLUMN decision.key IS 'day of publication, then a digest of the id: the order of the public list';
COMMENT ON COLUMN decision.party IS 'as published, masked where it must be';
COMMENT ON COLUMN decision.fine IS '分';
COMMENT ON COLUMN decision.head_stream IS 'search tokens of number, title, party and agency';
COMMENT ON COLUMN decision.body_stream IS 'search tokens of facts, basis and result';
COMMENT ON COLUMN decision.terms IS 'search tokens of both, each once';

CREATE UNIQUE INDEX decision_number ON decision (agency, number) WHERE agency <> '' AND number <> '';
CREATE INDEX decision_shown ON decision (key, id) WHERE state = 'published';
CREATE INDEX decision_terms ON decision USING gin (terms) WHERE state = 'published';

CREATE TABLE decision_facet (
    field text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    held  bigint NOT NULL,
    PRIMARY KEY (field, value)
);
COMMENT ON TABLE decision_facet IS 'counts of published decisions by category, agency, region, kind and month';

CREATE TABLE register (
    kind    text COLLATE "C" NOT NULL,
    id      text COLLATE "C" NOT NULL,
    agency  text NOT NULL,
    name    text NOT NULL,
    body    text NOT NULL,
    active  boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (kind, id)
);
COMMENT ON COLUMN register.body IS 'the entry as canonical JSON';

CREATE TABLE progress (
    number text COLLATE "C" PRIMARY KEY,
    code   text NOT NULL,
    matter text NOT NULL
);
COMMENT ON COLUMN progress.number IS 'number that the party holds';
COMMENT ON COLUMN progress.code IS 'digest of the code, hex';

GRANT SELECT, INSERT, UPDATE, DELETE
    ON matter, duty, decision, decision_facet, register, progress TO zhiheng_app;
