"""Whether two submissions say the same, wherever in their files it stands."""

from __future__ import annotations

from typing import Any

from ctcheck.model.place import Place
from ctcheck.model.submission import Submission


def said_by(submission: Submission) -> dict[str, Any]:
    """All that a submission states, without places, file name, digest and warnings."""
    whole = submission._asdict()
    for key in ("file", "digest", "warnings", "partners_place"):
        del whole[key]
    whole["evidence"] = tuple(
        item._replace(supports=tuple(sorted(item.supports))) for item in submission.evidence
    )
    return {key: _bare(value) for key, value in whole.items()}


def _bare(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _bare(one) for key, one in value._asdict().items() if not isinstance(one, Place)}
    if isinstance(value, tuple):
        return [_bare(one) for one in value]
    if hasattr(value, "items"):
        return {key: _bare(one) for key, one in value.items()}
    return repr(value) if type(value).__name__ == "Nothing" else value
