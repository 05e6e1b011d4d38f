"""Which passwords are refused."""

from config.settings import get_settings

COMMON = frozenset({"123456", "admin", "changeme", "letmein", "password", "postgres", "qwerty"})
PASSWORD_HINT = "at least twelve characters, and not one that everybody uses"


def acceptable(password: str) -> bool:
    long_enough = len(password) >= get_settings().security.password_min_length
    return long_enough and password.lower() not in COMMON
