-- SPDX-License-Identifier: GPL-3.0-or-later
-- golden - runs *.test files (commands with what they print) and *.repl files (transcripts of the prompt).
--     lua5.4 tests/golden.lua --program SIGNPOST --source TREE [--accept] FILE...
-- --accept writes what was printed into the files; a reviewer reads the difference.
--
-- A test runs in a temporary folder with a home of its own.  Its lines:
--     -- remark
--     use    examples/harbour-view     a fresh school from that folder, with its imports; commands run inside it
--     as-of  2026-11-23                the day that stands for today
--     + policy.lua                     makes a file; its lines follow, each with "| " in front
--     $ signpost check 9AB             a command, for sh
--     Zoë O’Brien ...                  what it prints on stdout; then
--     ! There is no ...                on stderr; then
--     ? 1                              the exit code, when it is not 0
-- A line of stdout that begins like one of these has a backslash in front; so has an empty one at the end.
-- The temporary folder is printed as TMP.

local options, files = { accept = false }, {}
do
  local i = 1
  while arg[i] do
    if arg[i] == "--program" or arg[i] == "--source" then
      options[arg[i]:sub(3)] = arg[i + 1]
      i = i + 1
    elseif arg[i] == "--accept" then
      options.accept = true
    else
      files[#files + 1] = arg[i]
    end
    i = i + 1
  end
end
assert(options.program and options.source and #files > 0, "golden.lua --program SIGNPOST --source TREE [--accept] FILE...")

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

local function lines_of(text)
  local lines = {}
  for line in (text:sub(-1) == "\n" and text or text .. "\n"):gmatch "([^\n]*)\n" do lines[#lines + 1] = line end
  if text == "" then return {} end
  return lines
end

local function captured(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  assert(pipe:close(), "failed: " .. command)
  return text
end

local function absolute(path) return (captured("realpath " .. quoted(path)):gsub("\n$", "")) end

local program, source = absolute(options.program), absolute(options.source)

-- The temporary folder of one file.

local function sandbox_new(as_of)
  local root = absolute((captured "mktemp -d":gsub("\n$", "")))
  local box = { root = root, here = root .. "/work", as_of = as_of }
  assert(os.execute(("mkdir %s/bin %s/home %s/work && ln -s %s %s/bin/signpost"):format(
    quoted(root), quoted(root), quoted(root), quoted(program), quoted(root))))
  return box
end

local KEPT = { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS" }

-- Exit code, stdout, stderr (joined to stdout when `joined`).
local function run(box, command, input, joined)
  local out, err, from = box.root .. "/out", box.root .. "/err", "/dev/null"
  if input then
    from = box.root .. "/in"
    write(from, input)
  end
  local set = { "PATH=" .. quoted(box.root .. "/bin:" .. os.getenv "PATH"), "HOME=" .. quoted(box.root .. "/home"),
    "LC_ALL=C.UTF-8", "TZ=UTC", "NO_COLOR=1", "TERM=dumb", "SOURCE=" .. quoted(source) }
  if box.as_of then set[#set + 1] = "SIGNPOST_TODAY=" .. box.as_of end
  for _, name in ipairs(KEPT) do
    if os.getenv(name) then set[#set + 1] = name .. "=" .. quoted(os.getenv(name)) end
  end
  write(box.root .. "/script", command .. "\n")
  local _, how, code = os.execute(("cd %s && env -i %s sh %s <%s >%s 2>%s"):format(quoted(box.here),
    table.concat(set, " "), quoted(box.root .. "/script"), quoted(from), quoted(out), joined and "&1" or quoted(err)))
  if how == "signal" then code = 128 + code end
  local function clean(text) return (text:gsub(box.root:gsub("%p", "%%%0"), "TMP")) end
  return code, clean(read(out)), joined and "" or clean(read(err))
end

local function must(box, command)
  local code, out, err = run(box, command)
  if code > 2 then error(("%s ended with %d:\n%s%s"):format(command, code, out, err), 0) end
end

-- A fresh school with the files of the folder, and what lies in its imports/ brought in, on the day of those files or before.
local FILES_OF = "2026-11-23"
local function use(box, folder)
  local name, from = folder:match "([^/]+)/?$", source .. "/" .. folder
  must(box, ("signpost new %s --name 'Harbour View Academy' --setting 'secondary with sixth form' " ..
    "--contact 'A. Okafor, amara.okafor@harbourview.example'"):format(name))
  must(box, ("cp %s/*.lua %s/ && mkdir -p %s/imports"):format(quoted(from), name, name))
  box.here = box.here .. "/" .. name
  if os.execute(("test -d %s/imports"):format(quoted(from))) then
    local day = box.as_of and box.as_of > FILES_OF and "SIGNPOST_TODAY=" .. FILES_OF .. " " or ""
    must(box, ("cp %s/imports/* imports/ && %ssignpost import imports --yes"):format(quoted(from), day))
  end
end

-- *.test files.

local DIRECTIVES = { ["use"] = true, ["as-of"] = true }

local function directive(line)
  local word, value = line:match "^([%a-]+)%s+(%S+)%s*$"
  if word and DIRECTIVES[word] then return word, value end
end

local function is_special(line)
  return line:find "^[$!?+|\\]" ~= nil or line:find "^%-%- " ~= nil or directive(line) ~= nil
end

-- { raw = line }, { file = name, text = lines } or { command = text, out = lines, err = lines, code = n }, in order.
local function parse(text)
  local items, now = {}, nil
  local function add(item)
    items[#items + 1] = item
    now = item
  end
  for _, line in ipairs(lines_of(text)) do
    local sign, rest = line:sub(1, 1), line:sub(3)
    if sign == "$" then
      add { command = rest, out = {}, err = {}, code = 0 }
    elseif sign == "+" then
      add { file = rest, text = {} }
    elseif sign == "|" and now and now.file then
      now.text[#now.text + 1] = rest
    elseif line:find "^%-%- " or directive(line) then
      add { raw = line }
    elseif now and now.command and sign == "!" then
      now.err[#now.err + 1] = rest
    elseif now and now.command and sign == "?" then
      now.code = math.tointeger(tonumber(rest)) or error("no exit code: " .. line, 0)
    elseif now and now.command then
      now.out[#now.out + 1] = line
    elseif line ~= "" then
      error("a line that belongs to nothing: " .. line, 0)
    else
      add { raw = line }
    end
  end
  return items
end

-- Blank lines at the end of a block separate it from the next.
local function split_blank(out)
  local count = #out
  while count > 0 and out[count] == "" do count = count - 1 end
  return table.move(out, 1, count, 1, {}), #out - count
end

local function escaped(text)
  local lines = lines_of(text)
  for i, line in ipairs(lines) do
    if is_special(line) or (i == #lines and line == "") then lines[i] = "\\" .. line end
  end
  return lines
end

local function block(out, err, code)
  local lines = table.move(out, 1, #out, 1, {})
  for _, line in ipairs(err) do lines[#lines + 1] = line == "" and "!" or "! " .. line end
  if code ~= 0 then lines[#lines + 1] = "? " .. code end
  return lines
end

local function same(a, b) return table.concat(a, "\n") == table.concat(b, "\n") end

local function report(path, what, wanted, got)
  print(("%s: %s"):format(path, what))
  local first = 1
  while wanted[first] and wanted[first] == got[first] do first = first + 1 end
  for i = math.max(1, first - 2), first - 1 do print("    " .. wanted[i]) end
  for i = first, math.min(#wanted, first + 20) do print("  - " .. wanted[i]) end
  for i = first, math.min(#got, first + 20) do print("  + " .. got[i]) end
end

local function header_day(items)
  for _, item in ipairs(items) do
    local word, value = directive(item.raw or "")
    if word == "as-of" then return value end
  end
end

local function run_test(path)
  local items = parse(read(path))
  local box, failed, text = sandbox_new(header_day(items)), 0, {}
  local commands = 0
  for _, item in ipairs(items) do
    if item.raw then
      local word, value = directive(item.raw)
      if word == "use" then use(box, value) end
      text[#text + 1] = item.raw
    elseif item.file then
      local folder = item.file:match "^(.*)/[^/]*$"
      if folder then must(box, "mkdir -p " .. quoted(folder)) end
      write(box.here .. "/" .. item.file, #item.text > 0 and table.concat(item.text, "\n") .. "\n" or "")
      text[#text + 1] = "+ " .. item.file
      for _, line in ipairs(item.text) do text[#text + 1] = line == "" and "|" or "| " .. line end
    else
      commands = commands + 1
      local wanted, blanks = split_blank(item.out)
      local code, out, err = run(box, item.command)
      wanted = block(wanted, item.err, item.code)
      local got = block(escaped(out), lines_of(err), code)
      if not same(wanted, got) then
        failed = failed + 1
        if not options.accept then report(path, "$ " .. item.command, wanted, got) end
      end
      text[#text + 1] = "$ " .. item.command
      table.move(got, 1, #got, #text + 1, text)
      for _ = 1, blanks do text[#text + 1] = "" end
    end
  end
  os.execute("rm -rf " .. quoted(box.root))
  if options.accept and failed > 0 then write(path, table.concat(text, "\n") .. "\n") end
  if commands == 0 then error("no command in it", 0) end
  return failed
end

-- *.repl files: what stands after a prompt is typed, everything must come out again as it stands.

local function typed(line) return line:match "^signpost> (.*)$" or line:match "^signpost %b()> (.*)$" or line:match "^      %.%.%.> (.*)$" end

local function run_transcript(path)
  local head, body, inputs, code = {}, {}, {}, 0
  for _, line in ipairs(lines_of(read(path))) do
    local input = typed(line)
    if input then inputs[#inputs + 1] = input end
    if #inputs == 0 then
      head[#head + 1] = line
    elseif line:find "^%? %d+$" then
      code = math.tointeger(tonumber(line:sub(3)))
    else
      body[#body + 1] = line
    end
  end
  if #inputs == 0 then error("no prompt in it", 0) end
  local day, folder
  for _, line in ipairs(head) do
    local word, value = directive(line)
    if word == "as-of" then day = value end
    if word == "use" then folder = value end
  end
  local box = sandbox_new(day)
  if folder then use(box, folder) end
  local ended, out = run(box, "signpost --echo", table.concat(inputs, "\n") .. "\n", true)
  os.execute("rm -rf " .. quoted(box.root))
  local wanted, got = split_blank(body), (split_blank(lines_of(out)))
  wanted, got = block(wanted, {}, code), block(got, {}, ended)
  if same(wanted, got) then return 0 end
  if options.accept then write(path, table.concat(head, "\n") .. "\n" .. table.concat(got, "\n") .. "\n")
  else report(path, "the transcript", wanted, got) end
  return 1
end

local bad = 0
for _, path in ipairs(files) do
  local fine, failed = pcall(path:find "%.repl$" and run_transcript or run_test, path)
  if not fine then
    print(path .. ": " .. tostring(failed))
    bad = bad + 1
  elseif failed > 0 then
    if not options.accept then bad = bad + 1 end
    print(("%s: %d %s"):format(path, failed, options.accept and "written anew" or "differ"))
  end
end
os.exit(bad == 0)
