"""Where routes are."""

ROOT_TAGS: list = []
VERSION = "v1"
SEARCH = "/search"
NOTES = f"/{'notes'}"
