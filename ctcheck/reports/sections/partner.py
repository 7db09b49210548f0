"""One partner's own part of a report."""

from __future__ import annotations

from ctcheck.errors import UsageError
from ctcheck.model.counts import Counts
from ctcheck.model.papers import Papers, Prepared
from ctcheck.model.report import Gap, GapGroup, GapReport


def partners_of(report: GapReport) -> dict[str, str]:
    """Ids and names of the bodies that findings are about."""
    return {
        one.subject.id: one.subject.label for one in report.findings if one.subject.kind.startswith("partner")
    }


def narrowed(report: GapReport, partner: str) -> GapReport:
    """The same report with only what is about one partner: its findings, gaps and actions.

    Positions, risks and self-judgements are about the whole, and so is the summary: they are left out.
    Raises `UsageError` where no finding is about the partner.
    """
    known = partners_of(report)
    if partner not in known:
        listed = ", ".join(sorted(known)) or "none"
        raise UsageError(f"No finding is about a partner {partner!r}.", f"Partners here: {listed}.")
    findings = tuple(one for one in report.findings if one.subject.id == partner)
    names = {one.id for one in findings}
    gaps = tuple(gap for gap in report.gaps if gap.finding.id in names)
    counts = Counts(
        **{
            field: sum(one.verdict.value == field for one in findings)
            for field in ("met", "partly_met", "not_met", "no_answer", "not_applicable", "error")
        }
    )
    return report._replace(
        summary=(),
        findings=findings,
        gaps=gaps,
        gap_groups=tuple(_group(group, names) for group in report.gap_groups if _about(group, names)),
        positions=(),
        overall=None,
        overall_note="",
        limits=tuple(one for one in report.limits if set(one.findings) & names),
        risks=(),
        self_views=(),
        assurance=report.assurance._replace(
            rules_evaluated=len({one.rule for one in findings}), counts=counts, recalled=()
        ),
        prepared=Prepared(lambda: _papers(report.papers, names)),
    )


def _about(group: GapGroup, names: set[str]) -> tuple[Gap, ...]:
    return tuple(gap for gap in group.gaps if gap.finding.id in names)


def _group(group: GapGroup, names: set[str]) -> GapGroup:
    return group._replace(gaps=_about(group, names))


def _papers(papers: Papers, names: set[str]) -> Papers:
    return papers._replace(
        evidence=tuple(use for use in papers.evidence if set(use.findings) & names),
        plan=tuple(action for action in papers.plan if set(action.gaps) & names),
        matrix=papers.matrix._replace(columns=papers.matrix.columns[:0], rows=()),
        enquiries=tuple(one for one in papers.enquiries if set(one.findings) & names),
    )
