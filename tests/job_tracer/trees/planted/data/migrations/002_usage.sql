-- @.architecture
-- Incoming: scripts/migrate --- {psql}
-- Processing: CREATE TABLE --- {3 jobs: data_modeling, schema_migration}
-- Outgoing: PostgreSQL --- {table usage}
CREATE TABLE usage (id integer PRIMARY KEY, tokens integer);

-- @.architecture
-- Processing: CREATE INDEX --- {1 job: checksum_audit}
CREATE INDEX usage_tokens ON usage (tokens);
