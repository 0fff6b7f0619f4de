-- Two persons that turned out to be one, and what a merge moved, so that it can be taken back.

-- The person that this one turned out to be. Always the last of a chain, so that one step leads there.
ALTER TABLE person ADD COLUMN merged_into UUID REFERENCES person (id);
CREATE INDEX person_merged_into ON person (merged_into);

CREATE TABLE person_merge (
    id UUID PRIMARY KEY NOT NULL,
    merged_id UUID NOT NULL REFERENCES person (id),
    kept_id UUID NOT NULL REFERENCES person (id),
    -- The other names that the kept person got by it, as a JSON array.
    names JSONB NOT NULL,
    reason TEXT,
    token_id UUID,
    merged_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX person_merge_in_force ON person_merge (merged_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_merged ON person_merge (merged_id, id);
CREATE INDEX person_merge_kept ON person_merge (kept_id, id);

-- A row that named the merged person and has named the kept one since. No foreign key: the row may be deleted later.
CREATE TABLE person_merge_row (
    merge_id UUID NOT NULL REFERENCES person_merge (id),
    entity TEXT NOT NULL CHECK (entity IN ('membership', 'attendance', 'opinion', 'action_item', 'suggestion', 'token', 'person')),
    row_id UUID NOT NULL,
    PRIMARY KEY (merge_id, entity, row_id)
);
