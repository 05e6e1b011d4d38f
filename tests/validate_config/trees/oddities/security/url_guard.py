"""Addresses that the model may not be sent to."""

import ipaddress
import socket
from urllib.parse import urlsplit

# every interface, the metadata services of clouds
BLOCKED = {"0.0.0.0", "::", "169.254.169.254", "metadata.google.internal"}
METADATA = "http://169.254.169.254/latest/meta-data/"


def allowed(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host in BLOCKED or url.startswith(METADATA):
        return False
    try:
        return ipaddress.ip_address(socket.gethostbyname(host)).is_global
    except (OSError, ValueError):
        return False
