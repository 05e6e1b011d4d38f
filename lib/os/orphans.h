// Processes that somebody's program started and left behind: ours to end, wherever in the tree
// below us they are.
//
// Linux: prctl(PR_SET_CHILD_SUBREAPER), proc(5).
#pragma once

#include <chrono>
#include <cstddef>

namespace aether {

// From now on processes below us whose parents end become our children, not init's.
void adopt_orphans();

// Kills our children, and theirs as they become ours, until none is left or the time is over;
// returns how many. To be called when none of them is wanted any more.
std::size_t end_orphans(std::chrono::milliseconds limit);

} // namespace aether
