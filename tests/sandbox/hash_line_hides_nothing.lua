-- expect: syntax
#!/usr/bin/lua
local x = 1
