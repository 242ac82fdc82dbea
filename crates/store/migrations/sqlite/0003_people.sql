-- Who may sign in. The account is a read model; its secret, its failures and the sessions are not in the record.

CREATE TABLE account (
    username TEXT    NOT NULL PRIMARY KEY,
    person   TEXT    NOT NULL,             -- id in the register of officers
    name     TEXT    NOT NULL,             -- personal data
    agency   TEXT    NOT NULL,
    roles    TEXT    NOT NULL,             -- JSON array of role ids
    active   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_secret (
    username     TEXT    NOT NULL PRIMARY KEY,
    secret       TEXT    NOT NULL,         -- argon2 string; empty until set
    failures     INTEGER NOT NULL,         -- failures in a row
    locked_until INTEGER NOT NULL          -- microseconds; 0 if not locked
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token    TEXT    NOT NULL PRIMARY KEY, -- digest of the token, hex
    username TEXT    NOT NULL,
    csrf     TEXT    NOT NULL,
    created  INTEGER NOT NULL,             -- microseconds
    seen     INTEGER NOT NULL              -- microseconds
) STRICT, WITHOUT ROWID;
