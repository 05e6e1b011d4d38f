€--@.architecture
--Incoming: data/users.sql --- {table users}
--Processing: CREATE VIEW --- {1 job: schema_migration}
--Outgoing: reports.sql --- {view}
CREATE VIEW v AS SELECT id FROM users;
