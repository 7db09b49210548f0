"""Where ctcheck keeps what it need not work out again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """Where entries are kept; None where caching is switched off with CTCHECK_CACHE=off."""
    chosen = os.environ.get("CTCHECK_CACHE", "")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base:
        return Path(base) / "ctcheck"
    home = os.environ.get("HOME") or os.environ.get("LOCALAPPDATA", "")
    return Path(home) / ".cache" / "ctcheck" if home else None
