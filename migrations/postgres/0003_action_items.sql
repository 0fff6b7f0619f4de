-- What somebody should do, what became of it, and what the importer proposes.

CREATE TABLE action_item (
    id UUID PRIMARY KEY NOT NULL,
    council_id UUID NOT NULL REFERENCES council (id),
    meeting_id UUID REFERENCES meeting (id),
    text TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('proposed', 'open', 'in_progress', 'done_claimed', 'closed', 'declined',
        'transferred', 'superseded', 'reopened')),
    owner TEXT,
    owner_person_id UUID REFERENCES person (id),
    due_on DATE,
    due_text TEXT,
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'council', 'secretariat')),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX action_item_council ON action_item (council_id, id);
CREATE INDEX action_item_meeting ON action_item (meeting_id, id);
CREATE INDEX action_item_owner_person ON action_item (owner_person_id);

CREATE TABLE action_item_opinion (
    action_item_id UUID NOT NULL REFERENCES action_item (id) ON DELETE CASCADE,
    opinion_id UUID NOT NULL REFERENCES opinion (id),
    PRIMARY KEY (action_item_id, opinion_id)
);
CREATE INDEX action_item_opinion_opinion ON action_item_opinion (opinion_id);

CREATE TABLE action_item_issue (
    action_item_id UUID NOT NULL REFERENCES action_item (id) ON DELETE CASCADE,
    issue_key TEXT COLLATE "C" NOT NULL REFERENCES issue (key),
    PRIMARY KEY (action_item_id, issue_key)
);
CREATE INDEX action_item_issue_key ON action_item_issue (issue_key);

CREATE TABLE review (
    id UUID PRIMARY KEY NOT NULL,
    action_item_id UUID NOT NULL REFERENCES action_item (id) ON DELETE CASCADE,
    meeting_id UUID REFERENCES meeting (id),
    reviewed_on DATE NOT NULL,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    note TEXT,
    evidence TEXT,
    token_id UUID,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX review_action_item ON review (action_item_id, id);
CREATE INDEX review_meeting ON review (meeting_id);

CREATE TABLE suggestion (
    id UUID PRIMARY KEY NOT NULL,
    import_id UUID NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    council_id UUID NOT NULL REFERENCES council (id),
    meeting_id UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    opinion_id UUID NOT NULL REFERENCES opinion (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ('strong', 'weak')),
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'edited', 'rejected')),
    action_item_id UUID REFERENCES action_item (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX suggestion_import ON suggestion (import_id, id);
CREATE INDEX suggestion_meeting ON suggestion (meeting_id, id);
CREATE INDEX suggestion_opinion ON suggestion (opinion_id);
CREATE INDEX suggestion_action_item ON suggestion (action_item_id);
