# tinyq 0.4.1, copied unchanged. Licensed under http://www.apache.org/licenses/LICENSE-2.0
"""A queue in a list."""

try:
    from greenlet import getcurrent
except Exception:
    getcurrent = None

from ._job import Job


class Queue(list):
    def submit(self, function, *arguments):
        self.append(Job(len(self) + 1, function, arguments, getcurrent))
