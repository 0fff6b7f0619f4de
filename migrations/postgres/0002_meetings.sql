-- Imported files, meetings, and what was said in them.

CREATE TABLE source (
    id UUID PRIMARY KEY NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL UNIQUE,
    filename TEXT NOT NULL,
    size BIGINT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE meeting (
    id UUID PRIMARY KEY NOT NULL,
    council_id UUID NOT NULL REFERENCES council (id),
    title TEXT NOT NULL,
    fiscal_year BIGINT,
    round BIGINT,
    date DATE,
    end_date DATE,
    start_time TEXT,
    end_time TEXT,
    venue TEXT,
    mode TEXT CHECK (mode IN ('in_person', 'online', 'hybrid', 'written')),
    source_id UUID REFERENCES source (id),
    minutes_status TEXT NOT NULL
        CHECK (minutes_status IN ('draft', 'member_check', 'approved', 'published', 'withdrawn')),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX meeting_council ON meeting (council_id, date, id);
CREATE INDEX meeting_source ON meeting (source_id);

CREATE TABLE minutes_transition (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    reason TEXT,
    token_id UUID,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX minutes_transition_meeting ON minutes_transition (meeting_id, id);

CREATE TABLE attendance (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    person_id UUID REFERENCES person (id),
    name TEXT NOT NULL,
    role TEXT,
    status TEXT NOT NULL CHECK (status IN ('present', 'proxy', 'absent', 'observer')),
    capacity TEXT NOT NULL CHECK (capacity IN ('member', 'guest', 'secretariat')),
    organization TEXT,
    note TEXT,
    first_line BIGINT,
    last_line BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX attendance_meeting ON attendance (meeting_id, position, id);
CREATE INDEX attendance_person ON attendance (person_id);

CREATE TABLE topic (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'council', 'secretariat')),
    first_line BIGINT,
    last_line BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX topic_meeting ON topic (meeting_id, position, id);

CREATE TABLE material (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id UUID REFERENCES topic (id),
    position BIGINT NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    url TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX material_meeting ON material (meeting_id, position, id);
CREATE INDEX material_topic ON material (topic_id);

CREATE TABLE heading (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id UUID REFERENCES topic (id),
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    first_line BIGINT,
    last_line BIGINT
);
CREATE INDEX heading_meeting ON heading (meeting_id, position, id);
CREATE INDEX heading_topic ON heading (topic_id);

CREATE TABLE narrative (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id UUID REFERENCES topic (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    first_line BIGINT,
    last_line BIGINT
);
CREATE INDEX narrative_meeting ON narrative (meeting_id, position, id);
CREATE INDEX narrative_topic ON narrative (topic_id);

CREATE TABLE opinion (
    id UUID PRIMARY KEY NOT NULL,
    council_id UUID NOT NULL REFERENCES council (id),
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    topic_id UUID REFERENCES topic (id),
    heading_id UUID REFERENCES heading (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('opinion', 'explanation', 'report', 'supplement', 'question', 'answer', 'decision', 'procedural')),
    attribution TEXT NOT NULL CHECK (attribution IN ('named', 'role_only', 'collective', 'unattributed')),
    certainty TEXT NOT NULL CHECK (certainty IN ('printed', 'inherited', 'inferred', 'confirmed')),
    speaker_name TEXT,
    speaker_role TEXT,
    person_id UUID REFERENCES person (id),
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'council', 'secretariat')),
    first_line BIGINT,
    last_line BIGINT,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX opinion_meeting ON opinion (meeting_id, position, id);
CREATE INDEX opinion_council ON opinion (council_id, id);
CREATE INDEX opinion_topic ON opinion (topic_id, id);
CREATE INDEX opinion_heading ON opinion (heading_id);
CREATE INDEX opinion_person ON opinion (person_id, id);

CREATE TABLE opinion_issue (
    opinion_id UUID NOT NULL REFERENCES opinion (id) ON DELETE CASCADE,
    issue_key TEXT COLLATE "C" NOT NULL REFERENCES issue (key),
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'heading', 'keyword')),
    PRIMARY KEY (opinion_id, issue_key)
);
CREATE INDEX opinion_issue_key ON opinion_issue (issue_key, opinion_id);

-- One file, one council, one import: the same bytes again are the same import.
CREATE TABLE import (
    id UUID PRIMARY KEY NOT NULL,
    council_id UUID NOT NULL REFERENCES council (id),
    source_id UUID NOT NULL REFERENCES source (id),
    filename TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'applied')),
    draft JSONB NOT NULL,
    meeting_id UUID REFERENCES meeting (id),
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (council_id, source_id)
);
CREATE INDEX import_source ON import (source_id);
CREATE INDEX import_meeting ON import (meeting_id);

CREATE TABLE unmapped_line (
    import_id UUID NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    text TEXT NOT NULL,
    settled_as TEXT CHECK (settled_as IN ('ignored', 'entered')),
    settled_at TIMESTAMPTZ,
    PRIMARY KEY (import_id, line)
);
