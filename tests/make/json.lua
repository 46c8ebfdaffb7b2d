-- SPDX-License-Identifier: GPL-3.0-or-later
-- json: reads one JSON value, for tests.  Strict enough to refuse what is not JSON.
local function read(text)
  local at = 1
  local function fail(what) error(("JSON, byte %d: %s"):format(at, what), 0) end
  local function space() at = text:find("[^ \t\r\n]", at) or #text + 1 end
  local value
  local ESCAPES = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }
  local function string_()
    local out = {}
    at = at + 1
    while true do
      local from, to = text:find('^[^"\\%c]+', at)
      if from then out[#out + 1] = text:sub(from, to); at = to + 1 end
      local c = text:sub(at, at)
      if c == '"' then at = at + 1; return table.concat(out) end
      if c ~= "\\" then fail("a text that does not end") end
      local e = text:sub(at + 1, at + 1)
      if e == "u" then
        local hex = text:match("^%x%x%x%x", at + 2) or fail("\\u without four digits")
        out[#out + 1] = utf8.char(tonumber(hex, 16))
        at = at + 6
      else
        out[#out + 1] = ESCAPES[e] or fail("an unknown escape")
        at = at + 2
      end
    end
  end
  local function list(close, item)
    local out = {}
    at = at + 1
    space()
    if text:sub(at, at) == close then at = at + 1; return out end
    while true do
      item(out)
      space()
      local c = text:sub(at, at)
      at = at + 1
      if c == close then return out end
      if c ~= "," then fail("a comma or " .. close .. " is missing") end
      space()
    end
  end
  function value()
    space()
    local c = text:sub(at, at)
    if c == '"' then return string_() end
    if c == "{" then
      return list("}", function(out)
        if text:sub(at, at) ~= '"' then fail("a key is missing") end
        local key = string_()
        space()
        if text:sub(at, at) ~= ":" then fail("a colon is missing") end
        at = at + 1
        out[key] = value()
      end)
    end
    if c == "[" then return list("]", function(out) out[#out + 1] = value() end) end
    for word, meaning in pairs { ["true"] = true, ["false"] = false } do
      if text:sub(at, at + #word - 1) == word then at = at + #word; return meaning end
    end
    if text:sub(at, at + 3) == "null" then at = at + 4; return nil end
    local from, to = text:find("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
    if not from then fail("a value is missing") end
    at = to + 1
    return tonumber(text:sub(from, to))
  end
  local result = value()
  space()
  if at <= #text then fail("something follows the value") end
  return result
end
return { read = read }
