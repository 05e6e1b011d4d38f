-- @.architecture
-- Incoming: scripts/migrate.sh --- {psql}
-- Processing: CREATE TABLE users --- {1 job: schema_migration}
-- Outgoing: PostgreSQL --- {table users}
CREATE TABLE users (id integer PRIMARY KEY);
