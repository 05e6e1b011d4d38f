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

// From now on this process, and all below it, end when its parent ends or the terminal says so
// (SIGHUP, SIGINT, SIGTERM): what it started may have started others, which nobody else would end.
// To be called while no other thread runs; once more does nothing.
void end_family_with_parent();

// Kills our children, and theirs as they become ours, until none is left or the time is over;
// returns how many. To be called when none of them is wanted any more.
std::size_t end_orphans(std::chrono::milliseconds limit);

} // namespace aether
