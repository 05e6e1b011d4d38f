"""Where is searched."""

__all__ = ["FOCUS_MODES"]

FOCUS_MODES = ("webSearch", "academicSearch", "redditSearch")
