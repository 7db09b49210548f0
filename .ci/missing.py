"""Prints the Debian packages that this machine lacks for ctcheck: one line, empty when it lacks none.

Each thing is tried as the program will use it: a file is compiled, a library is loaded, a font is asked for.
Run it with the Python that is going to make the virtual environment.
"""

import ctypes
import importlib.util
import os
import shlex
import subprocess
import sys
import sysconfig

COMPILED_BELOW = (3, 13)
"""durable-rules is compiled on installing, below this Python; from here on pyproject.toml leaves it out."""

PANGO = {  # what WeasyPrint loads, and the package that brings it
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def compiles() -> bool:
    """Whether the compiler that this Python would call finds both its own headers and Python's."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    command = [*compiler, "-fsyntax-only", "-x", "c", "-I", sysconfig.get_path("include"), "-"]
    try:
        return subprocess.run(command, input=b"#include <Python.h>\n", capture_output=True).returncode == 0
    except OSError:
        return False


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font() -> bool:
    """Whether fontconfig, which WeasyPrint asks, knows at least one font."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)  # a struct that begins with the count
    fontconfig.FcInit()
    fonts = fontconfig.FcConfigGetFonts(None, 0)
    return bool(fonts) and fonts[0] > 0


def missing() -> list[str]:
    """The packages to install, in the order of the checks."""
    packages = []
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if sys.version_info < COMPILED_BELOW and not compiles():
        packages += ["gcc", "python3-dev"]
    packages += [package for library, package in PANGO.items() if not loads(library)]
    if not has_font():
        packages.append("fonts-dejavu-core")
    return packages


if __name__ == "__main__":
    print(*missing())
