-- The built-in messenger's file. Times are UTC milliseconds.
CREATE TABLE IF NOT EXISTS room (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('room', 'direct')),
    archived INTEGER,
    active INTEGER NOT NULL,
    -- Counts every change of the room and of what is in it.
    change INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS member (
    room TEXT NOT NULL REFERENCES room (id),
    user TEXT NOT NULL,
    -- Position of the last message they have seen.
    seen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, user)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_by_user ON member (user, room);

CREATE TABLE IF NOT EXISTS message (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL REFERENCES room (id),
    -- Absent: the bot.
    author TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'text', 'button', 'file')),
    text TEXT NOT NULL,
    buttons TEXT NOT NULL DEFAULT '[]',
    -- Of a post: the prompt that expects text. Of a person's message: the prompt it answers.
    prompt TEXT,
    -- First line of the post that was answered.
    quoted TEXT,
    at INTEGER NOT NULL,
    edits INTEGER NOT NULL DEFAULT 0,
    edited INTEGER,
    removed INTEGER,
    pinned INTEGER,
    -- Attempts so far to tell Nabat of it, where none has gone through.
    unheard INTEGER NOT NULL DEFAULT 0,
    file_bytes INTEGER,
    file_sha256 TEXT,
    -- The room's count when this message last changed.
    change INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS message_by_room ON message (room, position);
CREATE INDEX IF NOT EXISTS message_by_change ON message (room, change);
CREATE INDEX IF NOT EXISTS message_by_author ON message (room, author);
CREATE INDEX IF NOT EXISTS message_pinned ON message (room) WHERE pinned IS NOT NULL;

CREATE TABLE IF NOT EXISTS file (
    message TEXT PRIMARY KEY REFERENCES message (id),
    content BLOB NOT NULL
);
