-- Words that stand for one another in a search.
CREATE TABLE synonym_group (
    id BLOB PRIMARY KEY NOT NULL,
    -- The words, as a JSON array.
    words TEXT NOT NULL,
    archived_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
