-- SPDX-License-Identifier: GPL-3.0-or-later
-- Settings of a connection, transactions, the health of the file.
-- Scans announced: state (one row), blank (the first row of each), the checks of the whole file.

-- name: set_foreign_keys
PRAGMA foreign_keys = ON
-- name: get_foreign_keys
PRAGMA foreign_keys
-- name: set_secure_delete
PRAGMA secure_delete = ON
-- name: get_secure_delete
PRAGMA secure_delete
-- name: set_cell_size_check
PRAGMA cell_size_check = ON
-- name: get_cell_size_check
PRAGMA cell_size_check
-- name: set_mmap_size
PRAGMA mmap_size = 0
-- name: set_temp_store
PRAGMA temp_store = MEMORY
-- name: get_temp_store
PRAGMA temp_store
-- name: set_query_only
PRAGMA query_only = ON
-- name: get_query_only
PRAGMA query_only
-- name: set_journal_mode
PRAGMA journal_mode = WAL
-- name: get_journal_mode
PRAGMA journal_mode
-- name: set_synchronous_normal
PRAGMA synchronous = NORMAL
-- name: set_synchronous_full
PRAGMA synchronous = FULL
-- name: get_synchronous
PRAGMA synchronous
-- name: get_application_id
PRAGMA application_id
-- name: get_user_version
PRAGMA user_version

-- name: begin_change
BEGIN IMMEDIATE
-- name: begin_snapshot
BEGIN DEFERRED
-- name: commit_change
COMMIT
-- name: rollback_change
ROLLBACK
-- name: nested_begin
SAVEPOINT nested
-- name: nested_commit
RELEASE nested
-- name: nested_rollback
ROLLBACK TO nested

-- name: state_get
SELECT number FROM state WHERE id = 1
-- name: state_move
UPDATE state SET number = number + 1 WHERE id = 1
-- name: setting_get
SELECT value FROM setting WHERE name = $name
-- name: setting_set
INSERT INTO setting (name, value) VALUES ($name, $value)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value
-- name: setting_remove
DELETE FROM setting WHERE name = $name

-- name: blank
SELECT NOT EXISTS (SELECT 1 FROM pupil) AND NOT EXISTS (SELECT 1 FROM staff) AND NOT EXISTS (SELECT 1 FROM activity)

-- name: check_quick
PRAGMA quick_check(1)
-- name: check_whole
PRAGMA integrity_check(1)
-- name: check_foreign_keys
PRAGMA foreign_key_check
-- name: check_orphans
SELECT count(*) FROM (
  SELECT d.activity FROM detail d LEFT JOIN activity a ON a.id = d.activity WHERE a.id IS NULL
  UNION ALL SELECT n.activity FROM note n LEFT JOIN activity a ON a.id = n.activity WHERE a.id IS NULL
  UNION ALL SELECT h.activity FROM hand h LEFT JOIN activity a ON a.id = h.activity WHERE a.id IS NULL)
-- name: copy_into
VACUUM INTO $path
-- name: vacuum
VACUUM
-- name: empty_log
PRAGMA wal_checkpoint(TRUNCATE)
-- name: schema_objects
SELECT type, name, sql FROM sqlite_schema WHERE type <> 'view' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
  ORDER BY type, name
