-- The check by the members: rounds, what each member answered, and what they ask to have corrected.

CREATE TABLE check_round (
    id UUID PRIMARY KEY,
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    deadline DATE NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    token_id UUID,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX check_round_open ON check_round (meeting_id) WHERE closed_at IS NULL;
CREATE INDEX check_round_meeting ON check_round (meeting_id, id);

-- One answer for each opinion of a round. Who gave none until the round closed was silent, and that is written down too.
CREATE TABLE check_answer (
    round_id UUID NOT NULL REFERENCES check_round (id) ON DELETE CASCADE,
    opinion_id UUID NOT NULL REFERENCES opinion (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES person (id),
    answer TEXT NOT NULL CHECK (answer IN ('confirmed', 'correction_requested', 'silent')),
    at TIMESTAMPTZ NOT NULL,
    token_id UUID,
    PRIMARY KEY (round_id, opinion_id)
);
CREATE INDEX check_answer_opinion ON check_answer (opinion_id);
CREATE INDEX check_answer_person ON check_answer (person_id);

-- A request outlives the opinion that it is about: its member is owed an answer. `basis` is a digest of what the member saw, until
-- the request is decided.
CREATE TABLE correction_request (
    id UUID PRIMARY KEY,
    council_id UUID NOT NULL REFERENCES council (id),
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    round_id UUID NOT NULL REFERENCES check_round (id) ON DELETE CASCADE,
    opinion_id UUID REFERENCES opinion (id) ON DELETE SET NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'attribution', 'redaction')),
    proposal JSONB NOT NULL,
    note TEXT,
    basis TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'edited', 'declined')),
    decision_reason TEXT,
    decided_at TIMESTAMPTZ,
    decided_by UUID,
    created_at TIMESTAMPTZ NOT NULL,
    token_id UUID,
    version BIGINT NOT NULL,
    CHECK ((status = 'open') = (decided_at IS NULL)),
    CHECK (status <> 'declined' OR decision_reason IS NOT NULL)
);
CREATE INDEX correction_request_council ON correction_request (council_id, id);
CREATE INDEX correction_request_meeting ON correction_request (meeting_id, id);
CREATE INDEX correction_request_round ON correction_request (round_id);
CREATE INDEX correction_request_opinion ON correction_request (opinion_id);
CREATE INDEX correction_request_person ON correction_request (person_id, id);

-- A merge of persons moves these rows too; of an answer it notes the opinion.
ALTER TABLE person_merge_row DROP CONSTRAINT person_merge_row_entity_check;
ALTER TABLE person_merge_row ADD CONSTRAINT person_merge_row_entity_check
    CHECK (entity IN ('membership', 'attendance', 'opinion', 'action_item', 'suggestion', 'token', 'person',
        'check_answer', 'correction_request'));
