-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every verb that writes a row of the journal has a sentence for people, and no sentence is for a verb that nobody writes.
--   lua5.4 tests/lint/journal_words.lua ROOT
local root = arg[1] or "."
local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local written, said, wrong = {}, {}, 0
local list = assert(io.popen("ls '" .. root .. "'/src/work/*.c '" .. root .. "'/src/shell/*.c"))
for path in list:lines() do
  local text = read(path)
  for verb in text:gmatch('change_request [%w_]+ = {%s*%.verb = STR%("([%w-]+)"%)') do written[verb] = path end
  for verb in text:gmatch('%(struct change_request%){%s*%.verb = STR%("([%w-]+)"%)') do written[verb] = path end
end
list:close()
-- Words that share one function say theirs in a list, or hand it over.
for verb in read(root .. "/src/work/mark.c"):match('WORDS%[%] = {([^}]*)}'):gmatch('"([%w-]+)"') do written[verb] = "mark.c" end
for verb in read(root .. "/src/work/waive.c"):match('WORDS%[%] = {([^}]*)}'):gmatch('"([%w-]+)"') do written[verb] = "waive.c" end
written.check = "kept.c"

local table_text = read(root .. "/src/work/journal_words.c"):match("VERBS%[%] = {(.-)\n};")
for verb in assert(table_text, "no table of verbs"):gmatch('{ "([%w-]+)"') do said[verb] = true end

local count = 0
for verb, path in pairs(written) do
  count = count + 1
  if not said[verb] then print(path .. ": journal_words has no sentence for '" .. verb .. "'") wrong = wrong + 1 end
end
for verb in pairs(said) do
  if not written[verb] then print("journal_words: nobody writes '" .. verb .. "'") wrong = wrong + 1 end
end
assert(count >= 20, "only " .. count .. " verbs were found: the search is wrong")
print(count .. " verbs, " .. wrong .. " wrong")
os.exit(wrong == 0)
