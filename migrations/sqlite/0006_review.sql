-- Suggestions of every kind; how a line was settled; what a council's people taught the reader.

-- SQLite cannot loosen a column: the table is made anew. Nothing refers to it.
CREATE TABLE suggestion_of_any_kind (
    id BLOB PRIMARY KEY NOT NULL,
    import_id BLOB NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    council_id BLOB NOT NULL REFERENCES council (id),
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('speaker', 'kind', 'issue', 'action_item', 'person')),
    reason TEXT NOT NULL CHECK (reason IN
        ('inherited', 'inferred', 'heading', 'wording', 'same_name', 'variant_name', 'several_names')),
    opinion_id BLOB REFERENCES opinion (id) ON DELETE CASCADE,
    attendance_id BLOB REFERENCES attendance (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    strength TEXT CHECK (strength IN ('strong', 'weak')),
    opinion_kind TEXT CHECK (opinion_kind IN
        ('opinion', 'explanation', 'report', 'supplement', 'question', 'answer', 'decision', 'procedural')),
    issue_key TEXT REFERENCES issue (key) ON DELETE CASCADE,
    person_id BLOB REFERENCES person (id) ON DELETE SET NULL,
    alternatives TEXT NOT NULL,
    first_line INTEGER,
    last_line INTEGER,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'edited', 'rejected')),
    action_item_id BLOB REFERENCES action_item (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    CHECK ((opinion_id IS NULL) <> (attendance_id IS NULL))
) STRICT;
INSERT INTO suggestion_of_any_kind (id, import_id, council_id, meeting_id, kind, reason, opinion_id, text, strength,
    alternatives, first_line, last_line, status, action_item_id, created_at)
SELECT s.id, s.import_id, s.council_id, s.meeting_id, 'action_item', 'wording', s.opinion_id, s.text, s.strength,
    '[]', o.first_line, o.last_line, s.status, s.action_item_id, s.created_at
FROM suggestion s JOIN opinion o ON o.id = s.opinion_id;
DROP TABLE suggestion;
ALTER TABLE suggestion_of_any_kind RENAME TO suggestion;
CREATE INDEX suggestion_import ON suggestion (import_id, id);
CREATE INDEX suggestion_meeting ON suggestion (meeting_id, id);
CREATE INDEX suggestion_opinion ON suggestion (opinion_id);
CREATE INDEX suggestion_attendance ON suggestion (attendance_id);
CREATE INDEX suggestion_issue ON suggestion (issue_key);
CREATE INDEX suggestion_person ON suggestion (person_id);
CREATE INDEX suggestion_action_item ON suggestion (action_item_id);

CREATE TABLE unmapped_line_with_a_place (
    import_id BLOB NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    text TEXT NOT NULL,
    settled_as TEXT CHECK (settled_as IN ('ignored', 'entered', 'furniture', 'opinion_before', 'opinion_after',
        'opinion', 'narrative', 'heading', 'topic')),
    settled_at TEXT,
    PRIMARY KEY (import_id, line)
) STRICT;
INSERT INTO unmapped_line_with_a_place (import_id, line, text, settled_as, settled_at)
SELECT import_id, line, text, settled_as, settled_at FROM unmapped_line;
DROP TABLE unmapped_line;
ALTER TABLE unmapped_line_with_a_place RENAME TO unmapped_line;

-- What people of a council accepted and rejected, by wording. `subject` is the key of the issue, the id of the person or
-- the name of the speaker that the wording stands for; empty where it stands for nothing.
CREATE TABLE reading_memory (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    kind TEXT NOT NULL CHECK (kind IN ('issue_alias', 'speaker', 'person', 'furniture')),
    text TEXT NOT NULL,
    subject TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (council_id, kind, text, subject)
) STRICT;
CREATE INDEX reading_memory_council ON reading_memory (council_id, id);
