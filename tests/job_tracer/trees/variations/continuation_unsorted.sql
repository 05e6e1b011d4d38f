-- @.architecture
-- Incoming: a --- {A}
-- Processing: MERGE, COPY,
--     VACUUM --- {3 jobs: upsert,
--     bulk_import,
--     maintenance}
-- Outgoing: b,
--   c --- {rows}
SELECT 1;
