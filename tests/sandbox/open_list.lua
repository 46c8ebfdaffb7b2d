-- expect: open-list
local x = {
