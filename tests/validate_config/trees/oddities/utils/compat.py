"""What differs from system to system."""

import os
import sys

if os.name == "nt":
    import msvcrt
    import winreg
else:
    import fcntl
    import pwd

if sys.platform == "darwin":
    import AppKit

if sys.platform == "linux":
    try:
        import uvloop
    except ImportError:
        uvloop = None


def lock(file) -> None:
    if os.name == "nt":
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)


def home() -> str:
    return os.environ["HOME"] if os.name != "nt" else os.environ["USERPROFILE"]


def dark_mode() -> bool:
    if os.name == "nt":
        path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return not winreg.QueryValueEx(key, "AppsUseLightTheme")[0]
    if sys.platform == "darwin":
        return "Dark" in str(AppKit.NSApp.effectiveAppearance().name())
    return pwd.getpwuid(os.getuid()).pw_dir == home() and "dark" in os.getenv("GTK_THEME", "")
