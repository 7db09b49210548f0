"""The words of `assess --watch`."""

from __future__ import annotations

from typing import Final

WATCHING: Final = "Watching {file}; save it to see what changes, Ctrl-C to stop."
NOW: Final = "Now: {counts}."
NOTHING: Final = "Saved; no finding changed."
CLOSED: Final = "Gaps closed: {}"
OPENED: Final = "Gaps opened: {}"
OTHER: Final = "Changed, and neither closed nor opened: {}"
CHANGE: Final = "{title} ({finding}): {before} -> {after}"
LEFT: Final = "listed no more"
NEW: Final = "not listed before"
MORE: Final = "and {} more"
COUNTS: Final = "Counts: {}."
COUNT: Final = "{word} {before} -> {after}"
MISSING: Final = "{file} is not there now; waiting for it."
BROKEN: Final = "Nothing was judged; the last result stands. Mend the lines and save again."
