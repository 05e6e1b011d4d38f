#include "net/open_files.h"

#include <algorithm>
#include <limits>

namespace aether::net {

MoreOpenFiles::MoreOpenFiles(std::size_t wanted) {
  if (::getrlimit(RLIMIT_NOFILE, &before_) != 0) {
    allowed_ = 256; // POSIX promises 20, every Linux gives more
    return;
  }
  rlimit now = before_;
  if (now.rlim_cur < wanted) {
    now.rlim_cur = std::min<rlim_t>(wanted, now.rlim_max);
    changed_ = ::setrlimit(RLIMIT_NOFILE, &now) == 0;
  }
  const rlim_t limit = changed_ ? now.rlim_cur : before_.rlim_cur;
  allowed_ = std::min<rlim_t>(limit, std::numeric_limits<std::size_t>::max());
}

MoreOpenFiles::~MoreOpenFiles() {
  if (changed_) {
    (void)::setrlimit(RLIMIT_NOFILE, &before_);
  }
}

} // namespace aether::net
