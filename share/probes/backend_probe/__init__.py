"""Reads a backend's Python sources for the tools, as trees; none of it is run."""
