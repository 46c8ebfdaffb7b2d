-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose file it is ("SPOS"), and that it has seen migration 1.
PRAGMA application_id = 1397772115;
PRAGMA user_version = 1;
