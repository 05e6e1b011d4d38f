#!/bin/sh
# The documentation, not the backend.
cd "$(dirname "$0")/docs" && exec python3 -m http.server --bind 127.0.0.1 8000
