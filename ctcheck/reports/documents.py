"""Which sections a kind of reader gets, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ctcheck.errors import UsageError
from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_papers
from ctcheck.reports.blocks import Document, Section
from ctcheck.reports.safe import safe
from ctcheck.reports.sections import cabinet, common, inspector, papers
from ctcheck.reports.sections.partner import narrowed, partners_of
from ctcheck.reports.shapes import View
from ctcheck.reports.view import Trees, build_view

PROFILES: Final = ("team", "inspector", "cabinet", "partner")
TOP_ACTIONS: Final = 10

Build = Callable[[GapReport, View], Section | None]


def _since(report: GapReport, *, brief: bool = False) -> Section | None:
    if report.since is None:
        return None
    from ctcheck.reports.sections.since import since

    return since(report, brief=brief)


_SECTIONS: Final[dict[str, tuple[Build, ...]]] = {
    "team": (
        lambda report, view: common.summary(view),
        lambda report, view: _since(report),
        lambda report, view: common.checked(view),
        lambda report, view: common.assurance(view),
        lambda report, view: common.positions(view),
        lambda report, view: common.risks(view),
        lambda report, view: common.judgements(view),
        lambda report, view: inspector.three_views(report),
        lambda report, view: common.gaps(view),
        lambda report, view: common.options(view),
        lambda report, view: papers.plan(report),
        lambda report, view: papers.timeline(report),
        lambda report, view: papers.matrix(report),
        lambda report, view: papers.evidence(report),
        lambda report, view: common.claims(view),
        lambda report, view: common.findings(view),
        lambda report, view: common.parameters(view),
        lambda report, view: common.notes(view),
        lambda report, view: common.next_step(view, report),
    ),
    "inspector": (
        lambda report, view: common.checked(view),
        lambda report, view: common.assurance(view),
        papers.judgement_table,
        lambda report, view: inspector.three_views(report),
        lambda report, view: _since(report),
        lambda report, view: papers.enquiries(report),
        lambda report, view: common.risks(view),
        lambda report, view: common.gaps(view),
        lambda report, view: common.claims(view),
        lambda report, view: papers.matrix(report),
        lambda report, view: papers.action_status(report),
        lambda report, view: papers.timeline(report),
        lambda report, view: papers.evidence(report),
        lambda report, view: common.findings(view),
        lambda report, view: common.options(view),
        lambda report, view: common.parameters(view),
        lambda report, view: common.notes(view),
    ),
    "cabinet": (
        lambda report, view: cabinet.front(report),
        lambda report, view: cabinet.summary(report),
        lambda report, view: cabinet.recommendations(report),
        lambda report, view: cabinet.position(view),
        lambda report, view: _since(report, brief=True),
        lambda report, view: cabinet.readiness(report),
        lambda report, view: papers.plan(report, TOP_ACTIONS),
        lambda report, view: common.risks(view, brief=True),
        lambda report, view: cabinet.implications(),
        lambda report, view: cabinet.background(report),
        lambda report, view: common.assurance(view, brief=True),
    ),
    "partner": (
        lambda report, view: common.checked(view),
        lambda report, view: common.gaps(view),
        lambda report, view: papers.plan(report),
        lambda report, view: papers.evidence(report),
        lambda report, view: common.findings(view),
        lambda report, view: common.assurance(view),
    ),
}


def parse_profile(text: str) -> tuple[str, str]:
    """`inspector`, `cabinet`, `team` or `partner:ID` as profile and partner. Raises `UsageError`."""
    profile, separator, partner = text.partition(":")
    wants_partner = profile == "partner"
    if profile not in PROFILES or wants_partner != bool(separator) or wants_partner != bool(partner):
        raise UsageError(
            f"There is no kind of reader {text!r}.", "Choose team, inspector, cabinet or partner:ID."
        )
    return profile, partner


def document(
    report: GapReport, profile: str = "team", partner: str = "", *, trees: Trees = "all", brief: bool = False
) -> Document:
    """The report for one kind of reader. Raises `UsageError` for a partner that no finding is about.

    `trees` and `brief` as for `build_view`.
    """
    about = safe(report.area.name)
    reader = words_papers.PROFILES[profile]
    if profile == "partner":
        reader = f"{words_papers.PROFILES['partner']}: {safe(partners_of(report).get(partner, partner))}"
        report = narrowed(report, partner)
    elif profile == "cabinet":
        report = cabinet.pressing(report)
    view = build_view(report, trees=trees, brief=brief)
    built = (
        common.personal(view),
        common.public(view),
        *(build(report, view) for build in _SECTIONS[profile]),
    )
    return Document(
        profile,
        cabinet.title(report) if profile == "cabinet" else view.title,
        reader,
        view.fictional,
        f"{about}, {words.law_of(report.law_date)}",
        tuple(section for section in built if section is not None),
        report,
    )
