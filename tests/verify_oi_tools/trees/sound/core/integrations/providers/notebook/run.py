"""Runs notebooks."""


def list_notebooks(directory: str = ".") -> list[str]:
    """The notebooks of a directory."""
    return [directory]


async def run_notebook(path: str, *, timeout: int = 60, parameters: dict | None = None) -> dict:
    """Run a notebook from top to bottom."""
    return {"path": path, "timeout": timeout, "parameters": parameters}


def helper(value):
    return value
