--- @.architecture
--- Incoming: init.lua --- {table}
--- Processing: setup() --- {1 job: plugin_setup}
--- Outgoing: editor --- {nil}
local M = {}
return M
