-- Words that stand for one another in a search.
CREATE TABLE synonym_group (
    id UUID PRIMARY KEY NOT NULL,
    -- The words, as a JSON array.
    words JSONB NOT NULL,
    archived_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
