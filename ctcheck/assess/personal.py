"""No report of a submission that is as good as certain to hold personal data, but by leave."""

from __future__ import annotations

from ctcheck.errors import Problem, SubmissionError
from ctcheck.model.report import GapReport, Note
from ctcheck.model.submission import Submission


def with_leave(report: GapReport, submission: Submission, shown: str, allowed: bool) -> GapReport:
    """The report, which says of itself that it was made by leave where it needed one.

    What a version for the public withholds needs none. Raises `SubmissionError`, which names every place and no
    value, where leave is needed and not given. `shown` is the file as the user named it.
    """
    told = set(report.notes)
    certain = [
        one for one in submission.warnings if one.certain and Note(one.place, one.path, one.message) in told
    ]
    if not certain:
        return report
    if allowed:
        return report._replace(personal_data=len(certain))
    many = f"{len(certain):,} places hold" if len(certain) > 1 else "1 place holds"
    raise SubmissionError(
        f"{shown}: no report was made: {many} what is as good as certain to be personal data.",
        "Take it out; or add --allow-personal-data, and the report says that it was left in.",
        tuple(Problem(one.place, one.message, path=one.path) for one in certain),
    )
