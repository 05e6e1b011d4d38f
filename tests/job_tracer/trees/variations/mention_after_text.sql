SELECT 1; -- @.architecture
-- tag: @.architecture
-- @.architecture: the tag
-- @.architecture (see the guide)
-- (@.architecture)
