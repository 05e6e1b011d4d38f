"""Storage of a cloud; an extra (`pip install .[cloud]`)."""

from importlib import import_module


def bucket(name: str):
    """A bucket of Google Cloud Storage, where its client is installed."""
    try:
        from google.cloud import storage
    except ImportError:
        return None
    return storage.Client().bucket(name)


def yaml_loader():
    """The fast loader where libyaml is there."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def optional(module: str):
    try:
        return import_module(module)
    except ImportError:
        return None


boto3 = optional("boto3")
