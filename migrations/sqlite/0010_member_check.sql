-- The check by the members: rounds, what each member answered, and what they ask to have corrected.

CREATE TABLE check_round (
    id BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    deadline TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    token_id BLOB,
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX check_round_open ON check_round (meeting_id) WHERE closed_at IS NULL;
CREATE INDEX check_round_meeting ON check_round (meeting_id, id);

-- One answer for each opinion of a round. Who gave none until the round closed was silent, and that is written down too.
CREATE TABLE check_answer (
    round_id BLOB NOT NULL REFERENCES check_round (id) ON DELETE CASCADE,
    opinion_id BLOB NOT NULL REFERENCES opinion (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES person (id),
    answer TEXT NOT NULL CHECK (answer IN ('confirmed', 'correction_requested', 'silent')),
    at TEXT NOT NULL,
    token_id BLOB,
    PRIMARY KEY (round_id, opinion_id)
) STRICT;
CREATE INDEX check_answer_opinion ON check_answer (opinion_id);
CREATE INDEX check_answer_person ON check_answer (person_id);

-- A request outlives the opinion that it is about: its member is owed an answer. `basis` is a digest of what the member saw, until
-- the request is decided.
CREATE TABLE correction_request (
    id BLOB PRIMARY KEY NOT NULL,
    council_id BLOB NOT NULL REFERENCES council (id),
    meeting_id BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    round_id BLOB NOT NULL REFERENCES check_round (id) ON DELETE CASCADE,
    opinion_id BLOB REFERENCES opinion (id) ON DELETE SET NULL,
    person_id BLOB NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'attribution', 'redaction')),
    proposal TEXT NOT NULL,
    note TEXT,
    basis TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'edited', 'declined')),
    decision_reason TEXT,
    decided_at TEXT,
    decided_by BLOB,
    created_at TEXT NOT NULL,
    token_id BLOB,
    version INTEGER NOT NULL,
    CHECK ((status = 'open') = (decided_at IS NULL)),
    CHECK (status <> 'declined' OR decision_reason IS NOT NULL)
) STRICT;
CREATE INDEX correction_request_council ON correction_request (council_id, id);
CREATE INDEX correction_request_meeting ON correction_request (meeting_id, id);
CREATE INDEX correction_request_round ON correction_request (round_id);
CREATE INDEX correction_request_opinion ON correction_request (opinion_id);
CREATE INDEX correction_request_person ON correction_request (person_id, id);

-- A merge of persons moves these rows too; of an answer it notes the opinion. SQLite cannot change a check: the table is made
-- anew. Nothing refers to it.
CREATE TABLE person_merge_row_of_any_kind (
    merge_id BLOB NOT NULL REFERENCES person_merge (id),
    entity TEXT NOT NULL CHECK (entity IN ('membership', 'attendance', 'opinion', 'action_item', 'suggestion', 'token', 'person',
        'check_answer', 'correction_request')),
    row_id BLOB NOT NULL,
    PRIMARY KEY (merge_id, entity, row_id)
) STRICT;
INSERT INTO person_merge_row_of_any_kind (merge_id, entity, row_id) SELECT merge_id, entity, row_id FROM person_merge_row;
DROP TABLE person_merge_row;
ALTER TABLE person_merge_row_of_any_kind RENAME TO person_merge_row;
