-- expect: unknown-word
-- in script
setmetatable({}, {})
