"""The one date that files may carry of their making."""

from __future__ import annotations

import datetime as dt
import os


def stamp(law_date: dt.date) -> dt.datetime:
    """SOURCE_DATE_EPOCH where it is set to whole seconds, else midnight of the law date; in UTC, never a clock."""
    try:
        return dt.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), dt.UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return dt.datetime(law_date.year, law_date.month, law_date.day, tzinfo=dt.UTC)
