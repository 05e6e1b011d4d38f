// Output that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace aether {

// Replaces a file by new content in one step: a file without a name in the same directory, fsync,
// then a name and a rename with signals held back, so that an interrupted run leaves nothing
// behind. Keeps the mode of the file that was there, and its owner where that
// is permitted (new files: 0666 less the umask). A symbolic
// link is written through, also to a file that is not there yet; so are pipes and devices, and
// /dev/stdout and its like are the descriptors themselves. Throws Error (unavailable); the old
// content then stands.
void write_file_atomically(const std::filesystem::path& file, std::string_view content);

} // namespace aether
