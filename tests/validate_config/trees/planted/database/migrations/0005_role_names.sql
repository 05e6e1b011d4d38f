-- A check cannot be changed in place: the table is rebuilt, with foreign keys off meanwhile.
-- migrate:foreign-keys off

-- migrate:up
CREATE TABLE new_roles (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('reader', 'writer', 'admin', 'auditor')),
  PRIMARY KEY (user_id, role)
);
INSERT INTO new_roles SELECT user_id, role FROM roles;
DROP TABLE roles;
ALTER TABLE new_roles RENAME TO roles;

-- migrate:down
DELETE FROM roles WHERE role = 'auditor';
CREATE TABLE old_roles (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('reader', 'writer', 'admin')),
  PRIMARY KEY (user_id, role)
);
INSERT INTO old_roles SELECT user_id, role FROM roles;
DROP TABLE roles;
ALTER TABLE old_roles RENAME TO roles;
