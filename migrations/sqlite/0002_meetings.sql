-- Imported files, meetings, and what was said in them.

CREATE TABLE source (
    id BLOB PRIMARY KEY NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    filename TEXT NOT NULL,
    size INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE meeting (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    title TEXT NOT NULL,
    fiscal_year INTEGER,
    round INTEGER,
    date TEXT,
    end_date TEXT,
    start_time TEXT,
    end_time TEXT,
    venue TEXT,
    mode TEXT CHECK (mode IN ('in_person', 'online', 'hybrid', 'written')),
    source_id BLOB REFERENCES source (id),
    minutes_status TEXT NOT NULL
        CHECK (minutes_status IN ('draft', 'member_check', 'approved', 'published', 'withdrawn')),
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_council ON meeting (council_id, date, id);
CREATE INDEX meeting_source ON meeting (source_id);

CREATE TABLE minutes_transition (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    reason TEXT,
    token_id BLOB,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX minutes_transition_meeting ON minutes_transition (meeting_id, id);

CREATE TABLE attendance (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person_id BLOB REFERENCES person (id),
    name TEXT NOT NULL,
    role TEXT,
    status TEXT NOT NULL CHECK (status IN ('present', 'proxy', 'absent', 'observer')),
    capacity TEXT NOT NULL CHECK (capacity IN ('member', 'guest', 'secretariat')),
    organization TEXT,
    note TEXT,
    first_line INTEGER,
    last_line INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX attendance_meeting ON attendance (meeting_id, position, id);
CREATE INDEX attendance_person ON attendance (person_id);

CREATE TABLE topic (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'council', 'secretariat')),
    first_line INTEGER,
    last_line INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX topic_meeting ON topic (meeting_id, position, id);

CREATE TABLE material (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id BLOB REFERENCES topic (id),
    position INTEGER NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    url TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX material_meeting ON material (meeting_id, position, id);
CREATE INDEX material_topic ON material (topic_id);

CREATE TABLE heading (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id BLOB REFERENCES topic (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    first_line INTEGER,
    last_line INTEGER
) STRICT;
CREATE INDEX heading_meeting ON heading (meeting_id, position, id);
CREATE INDEX heading_topic ON heading (topic_id);

CREATE TABLE narrative (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id BLOB REFERENCES topic (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    first_line INTEGER,
    last_line INTEGER
) STRICT;
CREATE INDEX narrative_meeting ON narrative (meeting_id, position, id);
CREATE INDEX narrative_topic ON narrative (topic_id);

CREATE TABLE opinion (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id BLOB REFERENCES topic (id),
    heading_id BLOB REFERENCES heading (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('opinion', 'explanation', 'report', 'supplement', 'question', 'answer', 'decision', 'procedural')),
    attribution TEXT NOT NULL CHECK (attribution IN ('named', 'role_only', 'collective', 'unattributed')),
    certainty TEXT NOT NULL CHECK (certainty IN ('printed', 'inherited', 'inferred', 'confirmed')),
    speaker_name TEXT,
    speaker_role TEXT,
    person_id BLOB REFERENCES person (id),
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'council', 'secretariat')),
    first_line INTEGER,
    last_line INTEGER,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX opinion_meeting ON opinion (meeting_id, position, id);
CREATE INDEX opinion_council ON opinion (council_id, id);
CREATE INDEX opinion_topic ON opinion (topic_id, id);
CREATE INDEX opinion_heading ON opinion (heading_id);
CREATE INDEX opinion_person ON opinion (person_id, id);

CREATE TABLE opinion_issue (
    opinion_id BLOB NOT NULL REFERENCES opinion (id) ON DELETE CASCADE,
    issue_key TEXT NOT NULL REFERENCES issue (key),
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'heading', 'keyword')),
    PRIMARY KEY (opinion_id, issue_key)
) STRICT;
CREATE INDEX opinion_issue_key ON opinion_issue (issue_key, opinion_id);

-- One file, one council, one import: the same bytes again are the same import.
CREATE TABLE import (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    source_id BLOB NOT NULL REFERENCES source (id),
    filename TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'applied')),
    draft TEXT NOT NULL,
    meeting_id BLOB REFERENCES meeting (id),
    created_at TEXT NOT NULL,
    UNIQUE (council_id, source_id)
) STRICT;
CREATE INDEX import_source ON import (source_id);
CREATE INDEX import_meeting ON import (meeting_id);

CREATE TABLE unmapped_line (
    import_id BLOB NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    text TEXT NOT NULL,
    settled_as TEXT CHECK (settled_as IN ('ignored', 'entered')),
    settled_at TEXT,
    PRIMARY KEY (import_id, line)
) STRICT;
