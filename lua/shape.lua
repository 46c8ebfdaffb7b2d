-- SPDX-License-Identifier: GPL-3.0-or-later
-- shape - checks what was written against the row of its word: closed fields, plain types, nothing out of place.
-- All mistakes are said, none stops the file.  Names, codes and dates are checked when all files are merged.

local shape = {}

local DEPTH = 32
local WANTED = {
  text = "a text in quotes", flag = "true or false", whole = "a whole number", list = "a list in { }", word = "one of the words of the language",
  date = "a date such as \"2026-09-01\"", clause = "the number of a clause in quotes", ["function"] = "a function",
}

-- Says a mistake: `at` has doc and line, token is what stands in the source.
local function say(code, at, token, next_step, form, ...)
  host.problem(code, "error", at.doc, at.line, tostring(token), string.format(form, ...), next_step or "")
end
shape.say = say

local function sorted_keys(list)
  local keys = {}
  for key in pairs(list) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) ~= type(b) then return type(a) < type(b) end
    if type(a) == "number" or type(a) == "string" then return a < b end
    return false
  end)
  return keys
end
shape.sorted_keys = sorted_keys

-- What a value is, for people.
local function described(value)
  local data = host.data(value)
  if data then return data.name and data.word .. "." .. data.name or data.word .. " {}" end
  local sort = type(value)
  if sort == "number" then return "the number " .. tostring(value) end
  if sort == "string" then return "the text '" .. value .. "'" end
  if sort == "boolean" then return tostring(value) end
  if sort == "table" then return host.is_sealed(value) and "a library of Lua" or "a list" end
  if sort == "function" then return "a function" end
  return "nothing"
end
shape.described = described

local function token_of(value, otherwise)
  local data = host.data(value)
  if data then return data.word end
  if type(value) == "string" or type(value) == "number" or type(value) == "boolean" then return tostring(value) end
  return otherwise or ""
end
shape.token_of = token_of

-- A copy of what was written, which nobody can change afterwards.  nil: a mistake was said.
local function copy(value, at, where, depth, declare)
  local sort = type(value)
  if sort == "string" or sort == "number" or sort == "boolean" then return value end
  if sort == "function" then
    if declare.is_hole(value) or declare.is_pending(value) then return nil end
    if where == "check" then return host.keep_function(value) end
    say("wrong-type", at, where, "", "'%s' can not be a function.", where)
    return nil
  end
  if sort ~= "table" then return nil end
  local data = host.data(value)
  if data then
    data.used = true
    return value
  end
  if host.is_sealed(value) then
    say("wrong-type", at, where, "", "'%s' can not be a library of Lua.", where)
    return nil
  end
  if depth > DEPTH then
    say("budget", at, where, "Write it with fewer lists inside lists.", "Lists are nested too deeply here.")
    return nil
  end
  local items, fields, count = {}, {}, #value
  for _, key in ipairs(sorted_keys(value)) do
    if math.type(key) == "integer" and key >= 1 and key <= count then
      items[#items + 1] = copy(value[key], at, where, depth + 1, declare)
    elseif type(key) == "string" then
      fields[key] = copy(value[key], at, key, depth + 1, declare)
    elseif type(key) == "number" then
      say("wrong-type", at, key, "Dates and names as keys stand in quotes: [\"2026-09-01\"].", "The number %s can not be the name of a field.", tostring(key))
    else
      say("wrong-type", at, where, "", "%s can not be the name of a field.", described(key))
    end
  end
  return { items = items, fields = fields }
end

local function is_type(wanted, value)
  local data = host.data(value)
  if wanted == "any" then return true end
  if wanted == "list" then return type(value) == "table" end
  if wanted == "word" then return data ~= nil end
  if wanted == "whole" then return math.type(value) == "integer" or data ~= nil end
  if wanted == "flag" then return type(value) == "boolean" end
  if wanted == "function" then return type(value) == "table" and value.hatch ~= nil end
  return type(value) == "string"
end

local function wrong_type(data, name, wanted, value)
  local next_step = ""
  if wanted == "clause" and type(value) == "number" then
    next_step = string.format("Write %s = \"%s\": 4.10 and 4.1 are one number.", name, tostring(value))
  elseif (wanted == "text" or wanted == "date") and type(value) == "number" then
    next_step = string.format("Put quotes around it: %s = \"%s\".", name, tostring(value))
  end
  local found = type(value) == "table" and not host.data(value) and "a list" or described(value)
  say("wrong-type", data, token_of(value, name), next_step, "'%s' must be %s, and this is %s.", name, WANTED[wanted], found)
end

local function check_fields(row, data)
  for _, name in ipairs(sorted_keys(data.fields)) do
    local wanted = row.fields and row.fields[name]
    if row.fields and not wanted then
      local known = sorted_keys(row.fields)
      local hint = host.guess(name, known)
      if hint == "" and #known > 0 and #known <= 12 then hint = "It may have: " .. table.concat(known, ", ") .. "." end
      say("unknown-field", data, name, hint, "'%s' has no field called '%s'.", row.word, name)
    elseif wanted and not is_type(wanted, data.fields[name]) then
      wrong_type(data, name, wanted, data.fields[name])
    end
  end
end

local function check_items(row, data, declare)
  for _, value in ipairs(data.items) do
    local inner = host.data(value)
    if row.items == "none" then
      say("wrong-type", data, token_of(value, row.word), "Give it a name: name = value.", "'%s' can not hold %s without a name.", row.word, described(value))
    elseif row.items == "rules" then
      local rule = inner and declare.row(inner.word)
      if not rule or rule.stands ~= "clause" then
        say("wrong-type", inner and inner.line > 0 and inner or data, token_of(value, row.word), "Rules begin with must, should, may, must_not or should_not.",
          "'%s' holds rules, and this is %s.", row.word, described(value))
      end
    end
  end
end

-- The arguments of a call as items and fields: one plain list is taken apart, so that word { a } and word(a) are one.
function shape.arguments(row, data, declare, ...)
  local count = select("#", ...)
  data.items, data.fields = {}, {}
  local first = ...
  if count == 1 and type(first) == "table" and not host.data(first) and not host.is_sealed(first) then
    local taken = copy(first, data, row.word, 1, declare)
    data.items, data.fields = taken.items, taken.fields
  else
    for i = 1, count do
      local value = select(i, ...)
      if value == nil then
        say("wrong-type", data, row.word, "", "Value number %d of '%s' is nothing.", i, row.word)
      else
        local taken = copy(value, data, row.word, 1, declare)
        if taken ~= nil then data.items[#data.items + 1] = taken end
      end
    end
    if row.form ~= "call" and count > 0 then
      local example = row.form == "table" and row.word .. " { ... }" or string.format("%s \"%s\" { ... }", row.word, data.id)
      if not declare.is_hole(first) then
        say("wrong-type", data, token_of(first, row.word), "Write  " .. example, "'%s' takes a list in { }.", row.word)
      end
      data.items = {}
    end
  end
end

function shape.check(row, data, declare)
  if data.id ~= "" and data.id:find "^%s*$" then say("wrong-type", data, row.word, "", "The name of '%s' is empty.", row.word) end
  check_fields(row, data)
  check_items(row, data, declare)
end

return shape
