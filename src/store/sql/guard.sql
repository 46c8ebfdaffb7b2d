-- SPDX-License-Identifier: GPL-3.0-or-later
-- name: views
SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name
