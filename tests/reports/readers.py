"""The sample for each kind of reader, in each format."""

from __future__ import annotations

from ctcheck.model.report import GapReport
from ctcheck.reports import make_reporter
from ctcheck.reports.blocks import Document
from ctcheck.reports.documents import document
from ctcheck.reports.sections.partner import partners_of
from tests.reports.sample import attacked, sample


def report(hostile: bool) -> GapReport:
    return sample(attacked()) if hostile else sample()


def rendered(name: str, profile: str, *, hostile: bool = False, **options: bool | int) -> bytes:
    """The sample in a format; for a partner the first that a finding is about."""
    shown = report(hostile)
    return make_reporter(name, profile=profile, partner=partner_of(profile, shown), **options).render(shown)  # type: ignore[arg-type]


def documented(profile: str) -> Document:
    return document(sample(), profile, partner_of(profile, sample()))


def partner_of(profile: str, shown: GapReport) -> str:
    return next(iter(partners_of(shown))) if profile == "partner" else ""
