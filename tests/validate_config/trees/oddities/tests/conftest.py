"""Tests run in their own environment, with a secret that is worth nothing."""

import os

os.environ.setdefault("AETHER_ENVIRONMENT", "test")
os.environ["SECURITY_TOKEN_SECRET"] = "for-tests-only"
