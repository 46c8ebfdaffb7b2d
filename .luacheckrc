-- SPDX-License-Identifier: GPL-3.0-or-later
-- luacheck, run from the root of the tree: tests/check.sh.  The globals of each sort of file are read from where they are
-- kept, so that a new word of the language is known here by itself.
std = "lua54"
max_line_length = false -- tables of data, one thing a line; code is kept short by tests/lint/floors.lua

local words, kinds = {}, {}
for name in pairs(dofile "lua/words.lua") do words[#words + 1] = name end
for line in io.lines "lua/kinds.lua" do
  local kind = line:match '^record "([%w_]+)"'
  if kind then kinds[#kinds + 1] = kind end
end

for _, name in ipairs { "pairs", "ipairs" } do words[#words + 1] = name end -- tests of a policy may be made in a loop
stds.policy = { read_globals = words }
stds.kinds = { read_globals = kinds }
-- As src/script/load_kinds.c has them.
stds.vocabulary = { read_globals = { "codes", "facts", "record", "extend", "day", "flag", "whole", "hours", "text", "person",
  "years_set", "one_of", "set_of", "dated", "private", "derived" } }
-- As src/work/people.c and src/work/terms.c have them.
stds.people = { read_globals = { "staff", "mail", "term", "closed" } }

files["policies"] = { std = "policy+kinds+people" }
files["examples"] = { std = "policy+kinds+people" }
files["tests/cli/reminders/policies"] = { std = "policy+kinds+people" }
files["lua/kinds.lua"] = { std = "vocabulary" }
exclude_files = { "tests/sandbox", "build" } -- every file of tests/sandbox is a trick and wrong on purpose
