-- @.architecture
-- Incoming: scripts/migrate --- {psql}
-- Processing: CREATE TABLE --- {2 jobs: data_modeling, schema_migration}
-- Outgoing: PostgreSQL --- {tables users, messages}
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE messages (id integer PRIMARY KEY, user_id integer);
