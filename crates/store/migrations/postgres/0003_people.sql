-- Who may sign in. The account is a read model; its secret, its failures and the sessions are not in the record.

CREATE TABLE account (
    username text COLLATE "C" PRIMARY KEY,
    person   text NOT NULL,
    name     text NOT NULL,
    agency   text NOT NULL,
    roles    text[] NOT NULL,
    active   boolean NOT NULL
);
COMMENT ON COLUMN account.person IS 'id in the register of officers';
COMMENT ON COLUMN account.name IS 'personal data';

CREATE TABLE account_secret (
    username     text COLLATE "C" PRIMARY KEY,
    secret       text NOT NULL,
    failures     bigint NOT NULL,
    locked_until bigint NOT NULL
);
COMMENT ON COLUMN account_secret.secret IS 'argon2 string; empty until set';
COMMENT ON COLUMN account_secret.failures IS 'failures in a row';
COMMENT ON COLUMN account_secret.locked_until IS 'microseconds; 0 if not locked';

CREATE TABLE session (
    token    text COLLATE "C" PRIMARY KEY,
    username text NOT NULL,
    csrf     text NOT NULL,
    created  bigint NOT NULL,
    seen     bigint NOT NULL
);
COMMENT ON COLUMN session.token IS 'digest of the token, hex';

GRANT SELECT, INSERT, UPDATE, DELETE ON account, account_secret, session TO zhiheng_app;
