-- Documents that were converted, for api/v1/endpoints/documents.py.
-- migrate:version 4

-- migrate:up
CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  markdown TEXT NOT NULL
);

-- migrate:down
DROP TABLE documents;
