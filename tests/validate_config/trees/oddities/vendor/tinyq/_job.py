from collections import namedtuple


class Job(namedtuple("Job", "number function arguments current")):
    state = "queued"
