-- Councils, the people in them, the vocabulary, and what every change leaves behind.
-- Columns have the names of the fields in src/domain.

CREATE TABLE council (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    name_en TEXT,
    attribution_policy TEXT NOT NULL CHECK (attribution_policy IN ('named', 'role_only', 'anonymous')),
    archived_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    reading TEXT,
    other_names TEXT NOT NULL,
    archived_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE membership (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    organization TEXT,
    starts_on TEXT,
    ends_on TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX membership_council ON membership (council_id, id);
CREATE INDEX membership_person ON membership (person_id, id);

CREATE TABLE issue (
    key TEXT PRIMARY KEY NOT NULL,
    label_ja TEXT NOT NULL,
    label_en TEXT NOT NULL,
    aliases TEXT NOT NULL,
    broader TEXT REFERENCES issue (key),
    archived_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX issue_broader ON issue (broader);

CREATE TABLE token (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('member', 'staff', 'secretariat', 'admin')),
    council_id BLOB REFERENCES council (id),
    person_id BLOB REFERENCES person (id),
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX token_council ON token (council_id);
CREATE INDEX token_person ON token (person_id);

-- Append-only. No foreign keys: an entry outlives what it speaks of.
CREATE TABLE audit (
    id BLOB PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    token_id BLOB,
    role TEXT,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    council_id BLOB,
    detail TEXT NOT NULL,
    request_id BLOB
) STRICT;
CREATE INDEX audit_entity ON audit (entity, entity_id, id);
CREATE INDEX audit_council ON audit (council_id, id);

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    scope TEXT NOT NULL,
    entity_id BLOB NOT NULL,
    council_id BLOB
) STRICT;

-- Facts about this database as a whole, by name.
CREATE TABLE setting (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
