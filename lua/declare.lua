-- SPDX-License-Identifier: GPL-3.0-or-later
-- declare - the constructors: each records its word, its name, the line of its first call, what stands in it.
--
-- The values that a file handles are opaque: they can be put into other values and nothing else.  A word that no list
-- knows is said once and gives a hole that swallows whatever is done with it, so that the rest of the file is read too.

local words = require "words"
local shape = require "shape"

local declare = {}
local rows = {}      -- word -> row, of the environment at hand
local indexed = {}   -- constructor -> the word that stands before a dot: role.tutor
local pending = {}   -- constructor that waits for its list -> what it waits with
local waiting = {}   -- the same in order
local declared = {}  -- everything finished, in order

local function at_line() return { doc = 0, line = 0 } end

local function here()
  local at = at_line()
  at.doc, at.line = host.here()
  return at
end

local function hole() return declare.hole end
declare.hole = hole

function declare.is_hole(value) return value == hole end
function declare.is_pending(value) return pending[value] ~= nil end
function declare.row(word) return rows[word] end

local function finish(row, id, at, ...)
  local data = { word = row.word, id = id, doc = at.doc, line = at.line }
  shape.arguments(row, data, declare, ...)
  shape.check(row, data, declare)
  declared[#declared + 1] = data
  return host.opaque(data, row.word)
end

-- The name before the list.  A number is the commonest slip: 4.10 and 4.1 are one number.
local function name_of(row, at, value)
  if type(value) == "string" then return value end
  local shown = shape.described(value)
  if type(value) == "number" then
    shape.say("wrong-type", at, tostring(value), string.format("Write  %s \"%s\" { ... }", row.word, tostring(value)),
      "The name of '%s' is a text: 4.10 and 4.1 are one number.", row.word)
    return tostring(value)
  end
  shape.say("wrong-type", at, row.word, string.format("Write  %s \"name\" { ... }", row.word), "'%s' needs a name in quotes, and this is %s.", row.word, shown)
  return ""
end

local function is_plain_list(value) return type(value) == "table" and not host.data(value) and not host.is_sealed(value) end

local function named(row)
  return function(first, ...)
    local at = here()
    if first == hole then return hole end
    if is_plain_list(first) and select("#", ...) == 0 then
      if row.form ~= "maybe" then
        shape.say("incomplete", at, row.word, string.format("Write  %s \"name\" { ... }", row.word), "'%s' has no name.", row.word)
      end
      return finish(row, "", at, first)
    end
    local id = name_of(row, at, first)
    local function rest(...)
      pending[rest] = nil
      return finish(row, id, at, ...)
    end
    pending[rest] = { row = row, id = id, at = at }
    waiting[#waiting + 1] = rest
    return rest
  end
end

local function plain(row)
  return function(...)
    local first = ...
    if first == hole and row.form ~= "call" then return hole end
    return finish(row, "", here(), ...)
  end
end

local function bare(row) return host.opaque({ word = row.word, id = "", doc = 0, line = 0, items = {}, fields = {} }, row.word) end

local function constructor(row)
  if row.form == "bare" then return bare(row) end
  if row.form == "named" or row.form == "maybe" then return named(row) end
  return plain(row)
end

local function reference(word) return function() shape.say("wrong-type", here(), word, "", "Write  %s.name", word); return hole end end

-- role.tutor, p.keep_years: the name is looked up when all files are merged.
function declare.index(of, key)
  if of == hole then return hole end
  local word = indexed[of]
  if not word or type(key) ~= "string" then
    host.raise("wrong-type", tostring(key), "A function has no field called '" .. tostring(key) .. "'.")
  end
  local at = here()
  return host.opaque({ word = word, name = key, doc = at.doc, line = at.line }, word .. "." .. key)
end

local function environment(list)
  local names = {}
  for _, row in ipairs(list) do
    rows[row.word] = row
    names[row.word] = row.form == "refer" and reference(row.word) or constructor(row)
    if row.form == "refer" or row.word == "role" or row.word == "plan" then indexed[names[row.word]] = row.word end
  end
  return names
end

-- The words of policies, and one constructor per kind of record.
function declare.policy(kinds)
  local list = {}
  for _, row in ipairs(words.policy) do list[#list + 1] = row end
  for _, kind in ipairs(kinds) do list[#list + 1] = { word = kind, form = "table", stands = "value", items = "none", group = "kinds" } end
  return environment(list)
end

-- The words of kinds.lua.
function declare.kinds() return environment(words.kinds) end

-- The words of a file of plain data: the caller says which.
function declare.data(names)
  local list = {}
  for _, name in ipairs(names) do list[#list + 1] = { word = name, form = "maybe", stands = "file", items = "values" } end
  return environment(list)
end

-- Words of the policy language, which no kind may be called.
function declare.taken()
  local taken = {}
  for _, row in ipairs(words.policy) do taken[row.word] = true end
  return taken
end

function declare.begin() pending, waiting, declared = {}, {}, {} end

-- What stands by itself, in order; and the header.
function declare.finish()
  for _, rest in ipairs(waiting) do
    local one = pending[rest]
    if one then
      shape.say("incomplete", one.at, one.id ~= "" and one.id or one.row.word, string.format("Write  %s \"%s\" { ... }", one.row.word, one.id),
        "'%s \"%s\"' has no list.", one.row.word, one.id)
    end
  end
  local items, header = {}, nil
  for _, data in ipairs(declared) do
    local stands = rows[data.word].stands
    if not data.used and stands == "header" then
      if header then shape.say("header", data, data.word, "Keep one of them.", "A file has one header, and this is the second.")
      else header = data end
      if #items > 0 and header == data then shape.say("header", data, data.word, "Put it above everything else.", "The header comes first in a file.") end
    elseif not data.used and stands == "value" then
      host.problem("wrong-type", "warning", data.doc, data.line, data.word, string.format("'%s' stands alone here and does nothing.", data.word), "")
    elseif not data.used then
      items[#items + 1] = data
    end
  end
  return items, header
end

return declare
