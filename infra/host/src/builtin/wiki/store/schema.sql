-- The built-in wiki's file. Times are UTC milliseconds.
CREATE TABLE IF NOT EXISTS page (
    -- product/incident
    name TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    -- Of the last revision, in either view.
    title TEXT NOT NULL,
    made INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_by_change ON page (product, changed);

CREATE TABLE IF NOT EXISTS revision (
    name TEXT NOT NULL REFERENCES page (name),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    key TEXT NOT NULL,
    -- Documents, as JSON.
    full TEXT,
    redacted TEXT NOT NULL,
    PRIMARY KEY (name, number)
) WITHOUT ROWID;
