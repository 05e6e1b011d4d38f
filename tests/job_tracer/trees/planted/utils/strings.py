
"""Small helpers for strings."""


def shorten(text, width):
    return text[:width]
