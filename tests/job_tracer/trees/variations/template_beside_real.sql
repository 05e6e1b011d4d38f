-- @.architecture
-- Incoming: a --- {A}
-- Processing: COPY --- {1 job: bulk_import}
-- Outgoing: b --- {B}

-- For new files:
-- @.architecture
-- Incoming: <sources> --- {<types>}
-- Processing: <operations> --- {N jobs: <job_types>}
-- Outgoing: <destinations> --- {<types>}
