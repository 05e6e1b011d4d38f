"""Storage of a cloud; an extra (`pip install .[cloud]`)."""


def bucket(name: str):
    """A bucket of Google Cloud Storage, where its client is installed."""
    if not name:
        return None
    try:
        from google.cloud import storage
    except ImportError:
        return None
    return storage.Client().bucket(name)
