-- What the directory changes of a user, and names in quarantine: rows with usernameKey and reservedUntil alone.
-- SQLite cannot drop NOT NULL from a column, so the table is made anew.
CREATE TABLE users_new (
  _id TEXT PRIMARY KEY,
  username TEXT,
  usernameKey TEXT NOT NULL UNIQUE,
  passwordHash TEXT,
  jobId TEXT,
  createdAt TEXT,
  updatedAt TEXT,
  disabled INTEGER,
  passwordChangedAt TEXT,
  version INTEGER,
  reservedUntil TEXT,
  CHECK (
    CASE WHEN reservedUntil IS NULL
      THEN username IS NOT NULL AND passwordHash IS NOT NULL AND createdAt IS NOT NULL
      ELSE coalesce(username, passwordHash, jobId, createdAt, updatedAt, disabled, passwordChangedAt, version) IS NULL
    END
  )
) STRICT;
INSERT INTO users_new (_id, username, usernameKey, passwordHash, jobId, createdAt)
  SELECT _id, username, usernameKey, passwordHash, jobId, createdAt FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE INDEX usersOldestFirst ON users (createdAt, _id) WHERE createdAt IS NOT NULL;
CREATE INDEX usersReservedUntil ON users (reservedUntil) WHERE reservedUntil IS NOT NULL;
