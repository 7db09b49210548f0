"""What follows from findings, as trees: limits with what they rest on, risks with limits and findings."""

from __future__ import annotations

from collections.abc import Mapping

from ctcheck.model.report import Finding, GapReport, Limit, SystemicRisk
from ctcheck.reports import words
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import Node, Tree
from ctcheck.reports.view_findings import place_words, subject_words

_SHOWN = 12
"""A tree names so many findings; the rest are counted."""

Findings = Mapping[str, Finding]


def limit_tree(limit: Limit, found: Findings) -> Tree:
    """Why a limit stands."""
    return Tree(words.RESTS_ON, _limit(limit, found))


def risk_tree(risk: SystemicRisk, report: GapReport) -> Tree:
    """Why a systemic risk stands: through limits down to findings."""
    found = {finding.id: finding for finding in report.findings}
    return Tree(words.RESTS_ON, _risk(risk, report, found))


def consequences(finding: Finding, report: GapReport) -> tuple[Tree, ...]:
    """What a finding leads to: the limits and systemic risks that rest on it, each with all it rests on."""
    found = {one.id: one for one in report.findings}
    nodes = [_limit(limit, found) for limit in report.limits if finding.id in limit.findings]
    nodes += [_risk(risk, report, found) for risk in report.risks if finding.id in risk.findings]
    return tuple(Tree(words.FOLLOWS, node) for node in nodes)


def _limit(limit: Limit, found: Findings) -> Node:
    what = words.LIMIT_KINDS.get(limit.kind, limit.kind)
    level = f" {words.LEVEL_WORDS[limit.at_most].lower()}" if limit.at_most else ""
    text = f"Limit: {limit.title}; {what}{level}. {limit.because}"
    return Node(words.TRUTHS["T"], prose(text), "", "", _findings(limit.findings, found))


def _risk(risk: SystemicRisk, report: GapReport, found: Findings) -> Node:
    limits = tuple(_limit(limit, found) for limit in report.limits if limit.id in risk.limits)
    text = f"Systemic risk: {risk.title}. {risk.says}"
    return Node(words.TRUTHS["T"], prose(text), "", "", (*limits, *_findings(risk.findings, found)))


def _findings(names: tuple[str, ...], found: Findings) -> tuple[Node, ...]:
    nodes = [_finding(found[name]) for name in names[:_SHOWN]]
    if len(names) > _SHOWN:
        more = f"and {words.number(len(names) - _SHOWN, 'more finding')}, not listed here"
        nodes.append(Node(words.TRUTHS["T"], more, "", "", ()))
    return tuple(nodes)


def _finding(finding: Finding) -> Node:
    """A finding as a line: what is found true of it is its verdict."""
    place = place_words(finding.places[0]) if finding.places else ""
    subject = subject_words(finding.subject)
    text = f"{finding.title} ({subject}): {words.VERDICTS[finding.verdict].lower()}"
    return Node(words.TRUTHS["T"], prose(text), safe(finding.id), place, ())
