-- @.architecture
-- Incoming: nginx phase --- {ngx.req}
-- Processing: limit() --- {1 job: rate_limiting}
-- Outgoing: nginx --- {ngx.exit}
local M = {}
return M
