"""Profiles: which reader gets what, made from one and the same report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ctcheck.errors import UsageError
from ctcheck.model.report import GapReport
from ctcheck.reports.blocks import Block, Bullets, Document, Facts, Findings, Gaps, Grid, Section, Sub, Text
from ctcheck.reports.documents import PROFILES, document, parse_profile
from ctcheck.reports.sections.cabinet import MOST_WORDS
from ctcheck.reports.sections.partner import narrowed, partners_of
from tests.reports.sample import attacked, sample


def a_partner(report: GapReport) -> str:
    return next(iter(partners_of(report)))


def made(profile: str, report: GapReport | None = None) -> Document:
    report = report or sample()
    return document(report, profile, a_partner(report) if profile == "partner" else "")


def blocks(part: Section | Sub) -> Iterator[Block]:
    for block in part.blocks:
        yield block
        if isinstance(block, Sub):
            yield from blocks(block)


def all_blocks(found: Document) -> Iterator[Block]:
    for section in found.sections:
        yield from blocks(section)


def section(found: Document, name: str) -> Section:
    return next(one for one in found.sections if one.id == name)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_section_has_a_heading_and_something_below_it(profile: str) -> None:
    found = made(profile)
    names = [one.id for one in found.sections]
    assert len(names) == len(set(names))
    for one in found.sections:
        assert one.title
        assert one.blocks, one.id


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_of_a_table_has_a_cell_for_each_header(profile: str) -> None:
    grids = [block for block in all_blocks(made(profile)) if isinstance(block, Grid)]
    assert grids
    for grid in grids:
        assert grid.caption
        assert grid.rows
        for row in grid.rows:
            assert len(row) == len(grid.header), grid.caption


def test_an_inspector_reads_provenance_and_assurance_first_and_misses_nothing() -> None:
    report = sample()
    found = made("inspector", report)
    names = [one.id for one in found.sections]
    assert names[:4] == ["checked", "assurance", "judgement-table", "enquiries"]
    assert {"matrix", "evidence", "action-status", "findings", "parameters"} <= set(names)
    shown = [one.id for block in all_blocks(found) if isinstance(block, Findings) for one in block.findings]
    assert sorted(shown) == sorted(finding.id for finding in report.findings)


def test_every_gap_to_act_on_is_told_to_inspectors_and_to_the_team() -> None:
    report = sample()
    wanted = {gap.finding.id for group in report.gap_groups for gap in group.gaps}
    for profile in ("inspector", "team"):
        told = {
            name
            for block in all_blocks(made(profile, report))
            if isinstance(block, Gaps)
            for gap in block.gaps
            for name in (gap.finding.id, *(one.id for one in gap.also))
        }
        assert told == wanted


def test_a_cabinet_gets_blanks_and_nothing_made_up() -> None:
    found = made("cabinet")
    (front,) = (block for block in section(found, "front").blocks if isinstance(block, Facts))
    blank = [line.label for line in front.lines if not line.items[0].text]
    assert {"Meeting", "Report of (role)", "Wards affected"} <= set(blank)
    (implied,) = (block for block in section(found, "implications").blocks if isinstance(block, Facts))
    assert [line.items[0].text for line in implied.lines] == [""] * len(implied.lines)
    assert {"Legal", "Financial", "Equality"} <= {line.label for line in implied.lines}


def test_the_summary_for_members_is_short_and_counts_what_the_report_counts() -> None:
    for report in (sample(), sample(attacked())):
        (text,) = section(made("cabinet", report), "summary").blocks
        assert isinstance(text, Text)
        assert len(text.text.split()) <= MOST_WORDS
    (text,) = section(made("cabinet"), "summary").blocks
    assert isinstance(text, Text)
    assert "of 10 findings on duties" in text.text


def test_recommendations_are_numbered_and_each_can_be_decided() -> None:
    (listed,) = section(made("cabinet"), "recommendations").blocks
    assert isinstance(listed, Bullets)
    assert listed.numbered
    assert all(one.text.startswith("To ") and one.text.endswith(".") for one in listed.items)


def test_a_partner_gets_what_is_about_it_and_nothing_of_others() -> None:
    report = sample()
    for partner in partners_of(report):
        own = narrowed(report, partner)
        assert {finding.subject.id for finding in own.findings} == {partner}
        assert {gap.finding.subject.id for gap in own.gaps} <= {partner}
        assert own.assurance.counts.total == len(own.findings)
        assert own.risks == ()
        assert own.positions == ()


def test_pictures_show_what_their_reader_gets() -> None:
    """In every layout, since each draws from the document and none from the report."""
    report = sample()
    for partner in partners_of(report):
        drawn_from = document(report, "partner", partner).drawn_from
        assert drawn_from == narrowed(report, partner)
        assert len(drawn_from.papers.evidence) < len(report.papers.evidence)
    kinds = {event.kind for event in document(report, "cabinet").drawn_from.papers.timeline.events}
    assert "fieldwork" in kinds
    assert "evidence" not in kinds
    assert {event.kind for event in report.papers.timeline.events} > kinds


def test_titles_name_the_paper_the_area_and_the_day() -> None:
    titles = {profile: made(profile).title for profile in PROFILES}
    assert titles["cabinet"].startswith("Position and inspection readiness: Northshire")
    assert titles["inspector"].startswith("Gap report: Northshire")
    assert all(title.endswith("5 February 2003") for title in titles.values())


@pytest.mark.parametrize("text", ["", "mayor", "partner", "partner:", "cabinet:police", "team:"])
def test_an_unknown_reader_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_profile(text)


def test_known_readers_are_parsed() -> None:
    assert parse_profile("inspector") == ("inspector", "")
    assert parse_profile("partner:police") == ("partner", "police")


def test_a_partner_that_no_finding_is_about_is_a_usage_error_that_lists_those_there_are() -> None:
    report = sample()
    with pytest.raises(UsageError) as raised:
        document(report, "partner", "nobody")
    assert a_partner(report) in raised.value.hint
