-- Suggestions of every kind; how a line was settled; what a council's people taught the reader.

ALTER TABLE suggestion ADD COLUMN kind TEXT NOT NULL DEFAULT 'action_item'
    CHECK (kind IN ('speaker', 'kind', 'issue', 'action_item', 'person'));
ALTER TABLE suggestion ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE suggestion ADD COLUMN reason TEXT NOT NULL DEFAULT 'wording' CHECK (reason IN
    ('inherited', 'inferred', 'heading', 'wording', 'same_name', 'variant_name', 'several_names'));
ALTER TABLE suggestion ALTER COLUMN reason DROP DEFAULT;
ALTER TABLE suggestion ALTER COLUMN opinion_id DROP NOT NULL;
ALTER TABLE suggestion ADD COLUMN attendance_id UUID REFERENCES attendance (id) ON DELETE CASCADE;
ALTER TABLE suggestion ALTER COLUMN strength DROP NOT NULL;
ALTER TABLE suggestion ADD COLUMN opinion_kind TEXT CHECK (opinion_kind IN
    ('opinion', 'explanation', 'report', 'supplement', 'question', 'answer', 'decision', 'procedural'));
ALTER TABLE suggestion ADD COLUMN issue_key TEXT COLLATE "C" REFERENCES issue (key) ON DELETE CASCADE;
ALTER TABLE suggestion ADD COLUMN person_id UUID REFERENCES person (id) ON DELETE SET NULL;
ALTER TABLE suggestion ADD COLUMN alternatives JSONB NOT NULL DEFAULT '[]';
ALTER TABLE suggestion ALTER COLUMN alternatives DROP DEFAULT;
ALTER TABLE suggestion ADD COLUMN first_line BIGINT;
ALTER TABLE suggestion ADD COLUMN last_line BIGINT;
UPDATE suggestion SET first_line = o.first_line, last_line = o.last_line
    FROM opinion o WHERE o.id = suggestion.opinion_id;
ALTER TABLE suggestion ADD CHECK ((opinion_id IS NULL) <> (attendance_id IS NULL));
CREATE INDEX suggestion_attendance ON suggestion (attendance_id);
CREATE INDEX suggestion_issue ON suggestion (issue_key);
CREATE INDEX suggestion_person ON suggestion (person_id);

ALTER TABLE unmapped_line DROP CONSTRAINT unmapped_line_settled_as_check;
ALTER TABLE unmapped_line ADD CONSTRAINT unmapped_line_settled_as_check
    CHECK (settled_as IN ('ignored', 'entered', 'furniture', 'opinion_before', 'opinion_after',
        'opinion', 'narrative', 'heading', 'topic'));

-- What people of a council accepted and rejected, by wording. `subject` is the key of the issue, the id of the person or
-- the name of the speaker that the wording stands for; empty where it stands for nothing.
CREATE TABLE reading_memory (
    id UUID PRIMARY KEY,
    council_id UUID NOT NULL REFERENCES council (id),
    kind TEXT NOT NULL CHECK (kind IN ('issue_alias', 'speaker', 'person', 'furniture')),
    text TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    UNIQUE (council_id, kind, text, subject)
);
CREATE INDEX reading_memory_council ON reading_memory (council_id, id);
