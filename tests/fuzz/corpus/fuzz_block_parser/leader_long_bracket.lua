€--[[
  @.architecture
  Incoming: love.update --- {number dt}
  Processing: step() --- {1 job: physics_step}
  Outgoing: love.draw --- {World}
]]
local function step() end
