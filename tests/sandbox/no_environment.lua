-- expect: unknown-word at line 2
local e = _ENV
