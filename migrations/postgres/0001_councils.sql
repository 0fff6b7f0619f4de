-- Councils, the people in them, the vocabulary, and what every change leaves behind.
-- Columns have the names of the fields in src/domain.

CREATE TABLE council (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    name_en TEXT,
    attribution_policy TEXT NOT NULL CHECK (attribution_policy IN ('named', 'role_only', 'anonymous')),
    archived_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE person (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    reading TEXT COLLATE "C",
    other_names JSONB NOT NULL,
    archived_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE membership (
    id UUID PRIMARY KEY NOT NULL,
    council_id UUID NOT NULL REFERENCES council (id),
    person_id UUID NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    organization TEXT,
    starts_on DATE,
    ends_on DATE,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX membership_council ON membership (council_id, id);
CREATE INDEX membership_person ON membership (person_id, id);

CREATE TABLE issue (
    key TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    label_ja TEXT NOT NULL,
    label_en TEXT NOT NULL,
    aliases JSONB NOT NULL,
    broader TEXT COLLATE "C" REFERENCES issue (key),
    archived_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX issue_broader ON issue (broader);

CREATE TABLE token (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash BYTEA NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('member', 'staff', 'secretariat', 'admin')),
    council_id UUID REFERENCES council (id),
    person_id UUID REFERENCES person (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX token_council ON token (council_id);
CREATE INDEX token_person ON token (person_id);

-- Append-only. No foreign keys: an entry outlives what it speaks of.
CREATE TABLE audit (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    token_id UUID,
    role TEXT,
    action TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    council_id UUID,
    detail JSONB NOT NULL,
    request_id UUID
);
CREATE INDEX audit_entity ON audit (entity, entity_id, id);
CREATE INDEX audit_council ON audit (council_id, id);

CREATE TABLE outbox (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope TEXT NOT NULL,
    entity_id UUID NOT NULL,
    council_id UUID
);

-- Facts about this database as a whole, by name.
CREATE TABLE setting (
    name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END;
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
