-- The public form of an opinion where it differs from its council's, the words that it leaves out, and what was published.

-- How this opinion is published, where that is not as its council does it.
ALTER TABLE opinion ADD COLUMN attribution_policy TEXT CHECK (attribution_policy IN ('named', 'role_only', 'anonymous'));

-- Words that its public form leaves out, as a JSON array of {start, end, reason} in Unicode code points from 0; in order, and
-- no two overlap.
ALTER TABLE opinion ADD COLUMN redactions JSONB NOT NULL DEFAULT '[]';

-- A published snapshot. A meeting of which there is one is never deleted.
CREATE TABLE revision (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    hash TEXT NOT NULL,
    previous_hash TEXT,
    -- Canonical JSON (RFC 8785), to the byte as it was hashed: text, not a JSON column that may be written otherwise.
    manifest TEXT NOT NULL,
    reason TEXT,
    token_id UUID,
    published_at TIMESTAMPTZ NOT NULL,
    UNIQUE (meeting_id, number)
);

-- Words that were taken out of every revision. No foreign key on the thing: it may be deleted later.
CREATE TABLE scrub (
    id UUID PRIMARY KEY NOT NULL,
    meeting_id UUID NOT NULL REFERENCES meeting (id),
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    reason TEXT NOT NULL,
    token_id UUID,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX scrub_meeting ON scrub (meeting_id, id);

CREATE TABLE revision_part (
    revision_id UUID NOT NULL REFERENCES revision (id),
    ordinal BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    digest TEXT NOT NULL,
    salt TEXT,
    content TEXT,
    scrub_id UUID REFERENCES scrub (id),
    PRIMARY KEY (revision_id, ordinal)
);
CREATE INDEX revision_part_subject ON revision_part (subject_id);
CREATE INDEX revision_part_scrub ON revision_part (scrub_id);
