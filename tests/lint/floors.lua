-- SPDX-License-Identifier: GPL-3.0-or-later
-- floors - the fences of the source tree that a script can check.
--     lua5.4 tests/lint/floors.lua [SOURCE TREE]
-- Prints each violation as file:line: message and ends with 1 if there is any.

local root = arg[1] or "."

-- What each floor may include; a list in the place of true names the only headers.
local FLOORS = {
  base = {},
  store = { base = true },
  formats = { base = true },
  policy = { base = true },
  engine = { base = true, policy = true },
  work = { base = true, store = true, formats = true, policy = true, engine = true },
  script = { base = true, policy = true, engine = true, work = true,
    formats = { ["formats/page.h"] = true, ["formats/sheet.h"] = true } },
  shell = { base = true, formats = true, work = true, script = true },
}

-- Headers that the build makes, and the floor that has them.
local GENERATED = { ["sql.h"] = "store", ["signpost_version.h"] = "any" }

-- A fence: where something may stand.  A place ending in "/" is a folder.
local function fence(...) return { ... } end

local HEADERS = {
  { "^lua%.h$", fence "src/script/" }, { "^lauxlib%.h$", fence "src/script/" }, { "^lualib%.h$", fence "src/script/" },
  { "^sqlite3%.h$", fence "src/store/" },
  { "^readline/", fence("src/shell/line.c", "src/shell/history.c", "src/shell/complete.c") },
  { "^utf8proc%.h$", fence "src/base/utf8.c" },
  { "^iconv%.h$", fence "src/formats/encoding.c" },
  { "^csv%.h$", fence "src/formats/csv.c" },
  { "^expat%.h$", fence "src/formats/xml.c" },
  { "^zip%.h$", fence("src/formats/xlsx_read.c", "src/formats/unpack.c") },
  { "^xlsxwriter%.h$", fence "src/formats/xlsx_write.c" },
  { "^jansson%.h$", fence "src/formats/json_read.c" },
  { "^md4c", fence "src/formats/markdown.c" },
  { "^gmime/", fence "src/formats/mime.c" },
  { "^libical/", fence "src/formats/ics.c" },
  { "^sodium%.h$", fence("src/work/seal.c", "src/work/lockbox.c") },
  { "^curl/", fence "src/work/sink_smtp.c" },
  { "^time%.h$", fence "src/base/clock.c" },
  { "^signal%.h$", fence("src/base/stop.c", "src/base/child.c", "src/shell/line.c") },
  { "^spawn%.h$", fence "src/base/child.c" },
}

local NOWHERE = fence()
local SHELL = fence "src/shell/"
local CLOCK = fence "src/base/clock.c"
local STOP = fence "src/base/stop.c"
local CHILD = fence "src/base/child.c"
local FILES = fence("src/base/file.c", "src/base/file_draft.c", "src/base/file_lock.c")
-- The line reader takes and gives lines of the malloc family.
local MEMORY = fence("src/base/arena.c", "src/base/str.c", "src/script/limits.c",
  "src/shell/line.c", "src/shell/history.c", "src/shell/complete.c")

-- Functions, found where they are called.
local CALLS = {}
local function calls(places, why, names)
  for name in names:gmatch "%S+" do CALLS[name] = { places, why } end
end
calls(NOWHERE, "is forbidden", [[strcpy strcat strncpy strncat stpcpy sprintf vsprintf strtok strtok_r atoi atol atoll
  atof gets system popen alloca tmpnam tempnam mktemp asprintf vasprintf strptime localtime localtime_r setjmp longjmp]])
calls(MEMORY, "belongs to arenas and buffers", "malloc calloc realloc reallocarray free strdup strndup")
calls(CLOCK, "is read in base/clock.c only", [[time clock clock_gettime gettimeofday clock_getres timespec_get gmtime
  gmtime_r strftime mktime timegm tzset]])
calls(SHELL, "is for the shell: pass what it says as an argument", "getenv secure_getenv setenv putenv unsetenv setlocale")
calls(SHELL, "only the shell prints", "printf vprintf puts putchar")
calls(FILES, "belongs to base/file.c", [[fopen freopen fdopen creat rename renameat unlink unlinkat remove rmdir mkdir
  mkstemp mkostemp mkdtemp link symlink truncate ftruncate chmod fchmod]])
calls(fence("src/base/stop.c", "src/shell/line.c"), "belongs to base/stop.c", "sigprocmask") -- a wait that hears signals
calls(STOP, "belongs to base/stop.c", "signal sigaction setitimer alarm timer_create _Exit quick_exit")
calls(fence("src/base/stop.c", "src/base/err.c"), "belongs to base/stop.c and to err_no_memory", "_exit")
calls(fence "src/shell/main.c", "only main leaves", "exit")
calls(fence "src/base/err.c", "is bug() in base/err.c", "abort")
calls(CHILD, "belongs to base/child.c", [[posix_spawn posix_spawnp fork vfork execv execve execvp execvpe execl execlp
  wait waitpid]])

-- Words that may stand in some places only.
local WORDS = {
  { "stdout", SHELL, "only the shell prints" },
  { "environ", fence("src/shell/", "src/base/child.c"), "is for the shell: pass what it says as an argument" },
  { "O_WRONLY", fence("src/base/", "src/shell/main.c"), "files are opened for writing in base/file.c" },
  { "O_RDWR", fence("src/base/", "src/shell/main.c"), "files are opened for writing in base/file.c" },
  { "O_CREAT", FILES, "files are made in base/file.c" },
}

-- The build tool is a program of its own and stands outside the fences of the floors.
local function is_tool(path) return path:find("^src/script/tool/") ~= nil end

local found = {}

local function violation(path, line, message, ...)
  found[#found + 1] = { path = path, line = line, text = string.format(message, ...), order = #found }
end

local function allowed(path, places)
  for _, place in ipairs(places) do
    if path == place or (place:sub(-1) == "/" and path:sub(1, #place) == place) then return true end
  end
  return false
end

local function places_text(places)
  local names = {}
  for _, place in ipairs(places) do names[#names + 1] = (place:gsub("^src/", "")) end
  return table.concat(names, ", ")
end

-- Reading the tree.

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function list_files()
  local pipe = assert(io.popen("cd " .. quoted(root) .. " && find . -type f -not -path './.git/*' | LC_ALL=C sort"))
  local paths = {}
  for line in pipe:lines() do paths[#paths + 1] = (line:gsub("^%./", "")) end
  assert(pipe:close(), "the source tree can not be listed")
  return paths
end

local function read(path)
  local file = assert(io.open(root .. "/" .. path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function lines_of(text)
  local lines = {}
  for line in (text:sub(-1) == "\n" and text or text .. "\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  return lines
end

-- C without comments, and also without what stands in quotes; lines stay where they are.
local function strip_c(text)
  local with_strings, without, at = {}, {}, 1
  local function put(piece, bare)
    with_strings[#with_strings + 1] = piece
    without[#without + 1] = bare or piece
  end
  while at <= #text do
    local two, one = text:sub(at, at + 1), text:sub(at, at)
    local last
    if two == "/*" then
      local _, finish = text:find("*/", at + 2, true)
      last = finish or #text
      put((text:sub(at, last):gsub("[^\n]", " ")))
    elseif two == "//" then
      last = (text:find("\n", at, true) or #text + 1) - 1
      put((" "):rep(last - at + 1))
    elseif one == '"' or one == "'" then
      last = at + 1
      while last <= #text and text:sub(last, last) ~= one and text:sub(last, last) ~= "\n" do
        last = last + (text:sub(last, last) == "\\" and 2 or 1)
      end
      local piece = text:sub(at, last)
      put(piece, one .. piece:sub(2, -2):gsub("[^\n]", " ") .. one)
    else
      last = (text:find("[/\"']", at + 1) or #text + 1) - 1
      put(text:sub(at, last))
    end
    at = last + 1
  end
  return lines_of(table.concat(with_strings)), lines_of(table.concat(without))
end

-- Checks of every text.

local BIDI = "\216\156|\226\128[\142\143\170-\174]|\226\129[\166-\169]" -- U+061C, U+200E-F, U+202A-E, U+2066-9

local function has_bidi(line)
  for pattern in BIDI:gmatch "[^|]+" do
    if line:find(pattern) then return true end
  end
  return false
end

local function check_text(path, lines)
  for number, line in ipairs(lines) do
    if line:find("\t", 1, true) then violation(path, number, "a tab; indent with spaces") end
    if line:find "[ \r]$" then violation(path, number, "a space or carriage return at the end of the line") end
    if has_bidi(line) then violation(path, number, "a character that turns the writing direction") end
  end
end

local MOST_LINES, MOST_FUNCTION_LINES = 700, 80
local MOST_TEST_LINES = 1000 -- a list of cases is read case by case

local function check_head(path, lines)
  local spdx = false
  for number = 1, math.min(4, #lines) do
    if lines[number]:find("SPDX-License-Identifier: GPL-3.0-or-later", 1, true) then spdx = true end
  end
  if not spdx then violation(path, 1, "no SPDX line at the top") end
  local most = path:find("^tests/") and MOST_TEST_LINES or MOST_LINES
  if #lines > most then
    violation(path, #lines, "%d lines; split it by noun, none is over %d", #lines, most)
  end
end

-- Checks of the C under src/.

local function floor_of(path) return path:match "^src/([^/]+)/" end

local function check_own_include(path, number, name, exists)
  local floor, made = floor_of(path), GENERATED[name]
  if made then
    if made ~= "any" and made ~= floor then violation(path, number, "%s is for %s alone", name, made) end
    return
  end
  local target = name:match "^([^/]+)/"
  if not target or not FLOORS[target] then
    violation(path, number, 'write the floor: #include "%s" names none', name)
    return
  end
  if not exists["src/" .. name] then violation(path, number, "there is no src/%s", name) end
  if target == floor then return end
  if name:find "_priv%.h$" then violation(path, number, "%s stays in its folder", name) end
  local may = FLOORS[floor][target]
  if not may then
    violation(path, number, "%s may not include %s", floor, target)
  elseif may ~= true and not may[name] then
    violation(path, number, "%s may not include %s", floor, name)
  end
end

local function check_system_include(path, number, name)
  for _, row in ipairs(HEADERS) do
    if name:find(row[1]) and not allowed(path, row[2]) then
      violation(path, number, "<%s> belongs to %s", name, places_text(row[2]))
    end
  end
end

-- Returns what the file includes of ours.
local function check_includes(path, lines, exists)
  local own = {}
  for number, line in ipairs(lines) do
    local quoted_name = line:match '^%s*#%s*include%s*"([^"]+)"'
    local system_name = line:match "^%s*#%s*include%s*<([^>]+)>"
    if quoted_name then
      own[#own + 1] = { "src/" .. quoted_name, number }
      check_own_include(path, number, quoted_name, exists)
    elseif system_name then
      check_system_include(path, number, system_name)
    end
  end
  return own
end

local function check_calls(path, number, line)
  for before, name, after in (" " .. line):gmatch "()%f[%w_]([%a_][%w_]*)%f[^%w_]()" do
    local row = CALLS[name]
    local padded = " " .. line
    local lead = padded:sub(1, before - 1):match "(%S*)%s*$" or ""
    local is_member = lead:sub(-1) == "." or lead:sub(-2) == "->"
    if row and not is_member and padded:find("^%s*%(", after) and not allowed(path, row[1]) then
      violation(path, number, "%s() %s", name, row[2])
    end
  end
end

local function check_words(path, number, line)
  for _, row in ipairs(WORDS) do
    if line:find("%f[%w_]" .. row[1] .. "%f[^%w_]") and not allowed(path, row[2]) then
      violation(path, number, "%s: %s", row[1], row[3])
    end
  end
  if line:find "%f[%w_]sqlite3_?[%w_]*" and not allowed(path, fence "src/store/") then
    violation(path, number, "SQLite is known in store alone")
  end
  if line:find "%f[%w_]lua_[%w_]+" and not allowed(path, fence "src/script/") then
    violation(path, number, "Lua is known in script alone")
  end
  if line:find "%f[%w_]l_[%l][%w_]*%s*%(" and not allowed(path, fence "src/script/") then
    violation(path, number, "a function that may raise, called from outside script")
  end
  if line:find "^%s*typedef%s+struct%f[^%w_]" then violation(path, number, "a typedef of a struct") end
end

local SQL = { "SELECT%s.+%sFROM%s", "INSERT INTO", "INSERT OR", "DELETE FROM", "UPDATE%s+[%l_]+%s+SET", "CREATE TABLE",
  "CREATE INDEX", "CREATE VIEW", "CREATE TRIGGER" }
-- The view of a kind is written from field names that the loader has checked.
local VIEWS = fence("src/store/catalogue.c", "src/store/catalogue_view.c")
local TRANSACTION = { '"BEGIN', '"COMMIT', '"ROLLBACK', '"SAVEPOINT' }

local function check_sql(path, number, line)
  if not line:find('"', 1, true) then return end
  for _, pattern in ipairs(SQL) do
    if line:find(pattern) and not allowed(path, VIEWS) then
      violation(path, number, "SQL in a C string; it goes into store/sql/")
    end
  end
  for _, pattern in ipairs(TRANSACTION) do
    if line:find(pattern) and path ~= "src/store/db.c" then
      violation(path, number, "a transaction; change.c and migrations reach it through store/db.c")
    end
  end
end

local function check_state_name(path, number, line)
  local name = line:match "^[%a_][%w_%s%*]-([%a_][%w_]*)%s*%(.*lua_State%s*%*"
  if name and not name:find "^l_" and not name:find "^vm_" then
    violation(path, number, "%s takes a state: its name begins with l_ (may raise) or vm_ (never raises)", name)
  end
end

-- A function begins at the margin with its name and "(", perhaps over several lines, and ends with "}" at the margin.
local function check_functions(path, lines)
  local name, start
  for number, line in ipairs(lines) do
    local at_margin = line:find "^[%a_]" ~= nil
    if not start then
      if at_margin then name = line:match "([%a_][%w_]*)%s*%(" end
      if line:find ";%s*$" then name = nil end
      if name and line:find "{%s*$" then start = number end
    elseif line:find "^}" then
      local length = number - start + 1
      if length > MOST_FUNCTION_LINES then
        violation(path, start, "%s has %d lines; none is over %d", name, length, MOST_FUNCTION_LINES)
      end
      name, start = nil, nil
    end
  end
end

local function check_opening(path, lines)
  local stem, head = path:match "([^/]+)%.[ch]$", table.concat(lines, "\n", 1, math.min(#lines, 30))
  if not head:find("* " .. stem .. " - ", 1, true) then
    violation(path, 1, "opens without '%s - what it is'", stem)
  end
  for _, wanted in ipairs { "Owns:", "Must not know:" } do
    if not head:find(wanted, 1, true) then violation(path, 1, "opens without '%s'", wanted) end
  end
end

local function check_c(path, text, raw_lines, exists)
  local with_strings, bare = strip_c(text)
  check_opening(path, raw_lines)
  if is_tool(path) then return {} end
  local own = check_includes(path, with_strings, exists)
  for number, line in ipairs(bare) do
    if not line:find "^%s*#%s*include" then
      check_calls(path, number, line)
      check_words(path, number, line)
      check_sql(path, number, with_strings[number])
      if floor_of(path) == "script" then check_state_name(path, number, line) end
    end
  end
  if path:find "%.c$" then check_functions(path, bare) end
  return own
end

local function check_cycles(includes)
  local state = {}
  local function visit(path)
    state[path] = "open"
    for _, edge in ipairs(includes[path] or {}) do
      local target, number = edge[1], edge[2]
      if state[target] == "open" then
        violation(path, number, "%s includes itself by way of %s", (target:gsub("^src/", "")), (path:gsub("^src/", "")))
      elseif not state[target] and includes[target] then
        visit(target)
      end
    end
    state[path] = "done"
  end
  local paths = {}
  for path in pairs(includes) do paths[#paths + 1] = path end
  table.sort(paths)
  for _, path in ipairs(paths) do
    if not state[path] then visit(path) end
  end
end

local function check_unique_names(paths)
  local first = {}
  for _, path in ipairs(paths) do
    local name = path:match "^src/.*/([^/]+%.[ch])$"
    if name and first[name] then violation(path, 1, "there is %s already: a file name is unique in src/", first[name]) end
    if name then first[name] = first[name] or path end
  end
end

-- The whole tree.

local SOURCES = { c = true, h = true, def = true, lua = true, sql = true, sh = true, cmake = true }
local TREES = { "^src/", "^lua/", "^policies/", "^examples/", "^tests/", "^cmake/", "^CMakeLists%.txt$", "^%.ci/" }
-- A trick of the sandbox and a seed of the fuzzer are data: they are what they are on purpose.
local DATA = { "^tests/sandbox/", "^tests/fuzz/seeds/" }

local function matches(path, patterns)
  for _, pattern in ipairs(patterns) do
    if path:find(pattern) then return true end
  end
  return false
end

local function is_source(path)
  local ending = path:match "%.([%w]+)$"
  local name = path:match "([^/]+)$"
  if not matches(path, TREES) or matches(path, DATA) then return false end
  return SOURCES[ending] or name == "CMakeLists.txt" or path:find "^%.ci/" ~= nil
end

local function main()
  local paths, exists, includes = list_files(), {}, {}
  for _, path in ipairs(paths) do exists[path] = true end
  local count = 0
  for _, path in ipairs(paths) do
    if is_source(path) then
      count = count + 1
      local text = read(path)
      local lines = lines_of(text)
      check_text(path, lines)
      check_head(path, lines)
      if path:find "^src/.+%.[ch]$" then
        if not is_tool(path) and not FLOORS[floor_of(path) or ""] then
          violation(path, 1, "there is no such floor")
        else
          includes[path] = check_c(path, text, lines, exists)
        end
      end
    end
  end
  check_cycles(includes)
  check_unique_names(paths)
  table.sort(found, function(a, b)
    if a.path ~= b.path then return a.path < b.path end
    if a.line ~= b.line then return a.line < b.line end
    return a.order < b.order
  end)
  for _, v in ipairs(found) do print(string.format("%s:%d: %s", v.path, v.line, v.text)) end
  print(string.format("%d source files, %d violations", count, #found))
  os.exit(#found == 0 and count > 0)
end

main()
