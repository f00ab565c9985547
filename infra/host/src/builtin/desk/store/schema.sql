-- The built-in service desk's file. Times are UTC milliseconds.
CREATE TABLE IF NOT EXISTS record (
    id TEXT PRIMARY KEY,
    -- Absent in older files where it is not known.
    product TEXT,
    -- What was registered, as JSON. Absent: registered elsewhere, known only because Nabat wrote to it.
    facts TEXT,
    -- One sending of the form is one record.
    once TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    opened INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    -- Counts what is sent to Nabat of it.
    revision INTEGER NOT NULL DEFAULT 0,
    -- What Nabat made of it.
    incident TEXT,
    refused TEXT,
    unheard INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_by_change ON record (changed);

CREATE TABLE IF NOT EXISTS note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES record (id),
    at INTEGER NOT NULL,
    -- Absent: Nabat.
    author TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'closed', 'reopened')),
    text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS note_by_record ON note (record, number);

CREATE TABLE IF NOT EXISTS link (
    record TEXT NOT NULL REFERENCES record (id),
    kind TEXT NOT NULL CHECK (kind IN ('record', 'problem')),
    target TEXT NOT NULL,
    PRIMARY KEY (record, kind, target)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_by_target ON link (kind, target);

CREATE TABLE IF NOT EXISTS problem (
    number INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    opened INTEGER NOT NULL
);

-- Whose a problem is, and how much of it was sent to Nabat; absent for problems of older files.
CREATE TABLE IF NOT EXISTS problem_of (
    problem INTEGER PRIMARY KEY REFERENCES problem (number),
    product TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS problem_note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    problem INTEGER NOT NULL REFERENCES problem (number),
    at INTEGER NOT NULL,
    -- Absent: Nabat.
    author TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'closed', 'reopened')),
    text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS problem_note_by_problem ON problem_note (problem, number);

CREATE TABLE IF NOT EXISTS counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

-- Work given to a group by a moment: records Nabat opens, a failure on contractor.
CREATE TABLE IF NOT EXISTS assigned (
    record TEXT PRIMARY KEY REFERENCES record (id),
    category TEXT NOT NULL,
    work_group TEXT NOT NULL,
    due INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;

-- Files Nabat put on a record.
CREATE TABLE IF NOT EXISTS file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES record (id),
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS file_by_record ON file (record, number);
