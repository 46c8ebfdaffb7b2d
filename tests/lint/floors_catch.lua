-- SPDX-License-Identifier: GPL-3.0-or-later
-- floors_catch - floors.lua finds what it is there to find, and nothing in a clean tree.
--     lua5.4 tests/lint/floors_catch.lua [SOURCE TREE]

local source = arg[1] or "."
local SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function c_file(name, body)
  return ("/* %s\n * %s - a file of the test.\n * Owns:  nothing.\n * Must not know: anything.\n */\n%s"):format(SPDX, name, body)
end

local function body_of(count) return "int long_one(void)\n{\n" .. ("    x();\n"):rep(count) .. "}\n" end

-- path, content, what floors.lua must say of it ("" = nothing)
local CASES = {
  { "src/base/good.h", c_file("good", '#include "base/other.h"\n/* malloc(1), sqlite3_open, "SELECT a FROM b" */\n'), "" },
  { "src/base/other.h", c_file("other", "int other(void);\n"), "" },
  { "src/base/strings.c", c_file("strings", 'const char *s = "free(x); // exit(1) /*";\nint n; /* printf("a") */\n'), "" },
  { "src/store/db.c", c_file("db", '#include <sqlite3.h>\n#include "base/good.h"\nvoid db(void) { step("BEGIN"); }\n'), "" },
  { "src/work/members.c", c_file("members", "void m(void) { s->time(1); s.exit(2); }\n"), "" },
  { "src/base/upward.c", c_file("upward", '#include "store/db.h"\n'), "6: base may not include store" },
  { "src/store/db.h", c_file("db", ""), "" },
  { "src/engine/side.c", c_file("side", '#include "store/db.h"\n'), "6: engine may not include store" },
  { "src/shell/deep.c", c_file("deep", '#include "policy/rule.h"\n'), "6: shell may not include policy" },
  { "src/policy/rule.h", c_file("rule", ""), "" },
  { "src/formats/csv_priv.h", c_file("csv_priv", ""), "" },
  { "src/formats/page.h", c_file("page", ""), "" },
  { "src/formats/grid.h", c_file("grid", ""), "" },
  { "src/script/page_user.c", c_file("page_user", '#include "formats/page.h"\n'), "" },
  { "src/script/grid_user.c", c_file("grid_user", '#include "formats/grid.h"\n'), "6: script may not include formats/grid.h" },
  { "src/work/private.c", c_file("private", '#include "formats/csv_priv.h"\n'), "6: formats/csv_priv.h stays" },
  { "src/base/missing.c", c_file("missing", '#include "base/nothing.h"\n'), "6: there is no src/base/nothing.h" },
  { "src/base/bare.c", c_file("bare", '#include "good.h"\n'), "6: write the floor" },
  { "src/base/round.h", c_file("round", '#include "base/again.h"\n'), "6: base/again.h includes itself" },
  { "src/base/again.h", c_file("again", '#include "base/round.h"\n'), "" },
  { "src/work/lua_user.c", c_file("lua_user", "#include <lua.h>\n"), "6: <lua.h> belongs to script/" },
  { "src/work/sql_user.c", c_file("sql_user", "#include <sqlite3.h>\n"), "6: <sqlite3.h> belongs to store/" },
  { "src/work/sql_name.c", c_file("sql_name", "void *p = sqlite3_open;\n"), "6: SQLite is known in store" },
  { "src/base/width.c", c_file("width", "#include <utf8proc.h>\n"), "6: <utf8proc.h> belongs to base/utf8.c" },
  { "src/work/raiser.c", c_file("raiser", "void r(void) { l_push(1); }\n"), "6: a function that may raise" },
  { "src/script/state.c", c_file("state", "static int push(lua_State *L) { return 0; }\n"), "6: push takes a state" },
  { "src/script/fine_state.c", c_file("fine_state", "static int l_push(lua_State *L) { return 0; }\n"), "" },
  { "src/work/heap.c", c_file("heap", "void *p(void) { return malloc(1); }\n"), "6: malloc() belongs to arenas" },
  { "src/work/env.c", c_file("env", 'const char *e(void) { return getenv("A"); }\n'), "6: getenv() is for the shell" },
  { "src/shell/env_user.c", c_file("env_user", 'const char *e(void) { return getenv("A"); }\n'), "" },
  { "src/work/now.c", c_file("now", "long n(void) { return time(0); }\n"), "6: time() is read in base/clock.c" },
  { "src/work/copy.c", c_file("copy", "void c(void) { strcpy (a, b); }\n"), "6: strcpy() is forbidden" },
  { "src/work/writer.c", c_file("writer", "int f = open(p, O_RDWR | O_CREAT);\n"), "6: O_CREAT: files are made" },
  { "src/work/opener.c", c_file("opener", 'void *f = fopen(p, "w");\n'), "6: fopen() belongs to base/file.c" },
  { "src/work/printer.c", c_file("printer", 'void p(void) { puts("x"); }\n'), "6: puts() only the shell prints" },
  { "src/work/leaver.c", c_file("leaver", "void p(void) { exit(1); }\n"), "6: exit() only main leaves" },
  { "src/work/sql_text.c", c_file("sql_text", 'const char *s = "DELETE FROM pupil";\n'), "6: SQL in a C string" },
  { "src/work/begin.c", c_file("begin", 'const char *s = "BEGIN IMMEDIATE";\n'), "6: a transaction" },
  { "src/work/long_one.c", c_file("long_one", body_of(60)), "" },
  { "src/work/too_long.c", c_file("too_long", body_of(80)), "7: long_one has 82 lines" },
  { "src/work/huge.c", c_file("huge", ("int x;\n"):rep(700)), "705: 705 lines; split it" },
  { "src/work/type.c", c_file("type", "typedef struct a b;\n"), "6: a typedef of a struct" },
  { "src/work/unopened.c", "/* " .. SPDX .. "\n */\n", "1: opens without 'unopened - what it is'" },
  { "src/engine/other.h", c_file("other", ""), "1: there is src/base/other.h already" },
  { "src/attic/old.c", c_file("old", ""), "1: there is no such floor" },
  { "src/store/sql/a.sql", "-- name: a\nSELECT 1;\n", "1: no SPDX line" },
  { "lua/tab.lua", "-- " .. SPDX .. "\n\tlocal a\n", "2: a tab" },
  { "lua/space.lua", "-- " .. SPDX .. "\nlocal a \n", "2: a space or carriage return" },
  { "policies/bidi.lua", "-- " .. SPDX .. "\n-- \226\128\174\n", "2: a character that turns" },
  { "policies/no_licence.lua", "return 1\n", "1: no SPDX line" },
  { "examples/run.sh", "#!/bin/sh\n# " .. SPDX .. "\n", "" },
  { "tests/sandbox/trick.lua", "\226\128\174", "" },
}

local folder = os.tmpname()
os.remove(folder)

local function write(path, text)
  local whole = folder .. "/" .. path
  assert(os.execute("mkdir -p " .. quoted(whole:match "^(.*)/")))
  local file = assert(io.open(whole, "wb"))
  assert(file:write(text))
  file:close()
end

for _, case in ipairs(CASES) do write(case[1], case[2]) end
local pipe = assert(io.popen("lua5.4 " .. quoted(source .. "/tests/lint/floors.lua") .. " " .. quoted(folder)))
local said = {}
for line in pipe:lines() do said[#said + 1] = line end
local _, _, code = pipe:close()
assert(os.execute("rm -rf -- " .. quoted(folder)))

local failures = 0
local function fail(...)
  failures = failures + 1
  print(string.format(...))
end

if code ~= 1 then fail("floors.lua ended with %s, not 1", tostring(code)) end
local wanted = {}
for _, case in ipairs(CASES) do
  local path, message, seen = case[1], case[3], false
  for _, line in ipairs(said) do
    if line:sub(1, #path + 1) == path .. ":" then
      if message == "" then fail("said of a good file: %s", line) end
      if message ~= "" and line:sub(#path + 2, #path + 1 + #message) == message then seen = true end
    end
  end
  if message ~= "" and not seen then fail("not found: %s:%s", path, message) end
  wanted[path] = true
end
for _, line in ipairs(said) do
  local path = line:match "^([^:]+):%d+:"
  if path and not wanted[path] then fail("said of an unknown file: %s", line) end
end
print(string.format("%d cases, %d failures", #CASES, failures))
os.exit(failures == 0)
