-- IF NOT EXISTS: releases before this file made the table without recording a version.
CREATE TABLE IF NOT EXISTS users (
  _id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  usernameKey TEXT NOT NULL UNIQUE,
  passwordHash TEXT NOT NULL,
  jobId TEXT NOT NULL,
  createdAt TEXT NOT NULL
) STRICT;
