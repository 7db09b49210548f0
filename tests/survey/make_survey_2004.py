"""Writes examples/survey-2004: 35 made-up areas whose facts together give the published counts of July 2004.

`python -m tests.survey.make_survey_2004` writes them again; a test holds the files to what this writes.
The survey never said which pathfinder answered what, so no area here is any real one: who has what is
drawn by a hash, and every area is plainly named as made up.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "examples" / "survey-2004"

AREAS = 35
TYPES = ("county",) * 7 + ("unitary",) * 10 + ("metropolitan-district",) * 10 + ("london-borough",) * 8
"""As many of each type as there were pathfinders of it."""

PUBLISHED = {
    "board-statutory-trio": 35,
    "board-voluntary-sector": 15,
    "director-in-post": 9,
    "trust-manager-in-post": 28,
    "joint-commissioning": 15,
    "non-grant-money-flows": 25,
    "pooled-budgets": 13,
    "section-31-agreement": 15,
    "other-financial-agreements": 25,
    "data-sharing-protocol": 15,
    "joint-recording-protocol": 3,
    "joint-assessment": 17,
    "lead-professional": 18,
    "inter-agency-training": 23,
    "recruitment-problems": 12,
    "developing-new-services": 29,
    "parent-involvement-substantial": 14,
    "child-involvement-substantial": 10,
}
"""Of 35 each: National Evaluation of Children's Trusts, Baseline Implementation Survey, July 2004."""
BOARD_SIZE = 12
"""The published mean number of members."""


def _drawn(word: str, most: int = AREAS) -> list[int]:
    """The areas in an order that belongs to the word, and is the same for ever."""
    return sorted(range(most), key=lambda area: hashlib.sha256(f"{word} {area}".encode()).digest())


def _sizes() -> list[int]:
    """Members of each board: pairs as far above the mean as below it."""
    sizes = [BOARD_SIZE] * AREAS
    order = _drawn("board-size")
    for number, (one, other) in enumerate(zip(order[0:-1:2], order[1::2], strict=True)):
        sizes[one] += number % 6
        sizes[other] -= number % 6
    return sizes


class _Area:
    def __init__(self, index: int, has: dict[str, bool], size: int) -> None:
        self.index = index
        self.has = has
        self.size = size

    def pick(self, word: str, *choices: str) -> str:
        """One of the ways not to have something, drawn by a hash."""
        return choices[hashlib.sha256(f"{word} {self.index}".encode()).digest()[1] % len(choices)]

    def state(self, word: str) -> str:
        return (
            "in-place"
            if self.has[word]
            else self.pick(word, "proposed", "decided", "not-in-place", "drafted")
        )

    def text(self) -> str:
        has, pick = self.has, self.pick
        number = f"{self.index + 1:02}"
        seat = "yes" if has["board-voluntary-sector"] else "no"
        return f"""\
# Made up: no area gave these answers, and the name is nobody's. Written by tests/survey/make_survey_2004.py.
ctcheck: 1
title: Fictional Area {number}, made-up answers to the questions of July 2004
fictional: yes
area: {{name: Fictional Area {number}, type: {TYPES[self.index]}}}
as_at: 2004-07-31

partners:
  - {{id: education, name: Education department, kind: council-education-department, seat: {{held: yes}}}}
  - {{id: social-services, name: Social services department, kind: council-childrens-social-services, seat: {{held: yes}}}}
  - {{id: primary-care-trust, name: Primary care trust, kind: primary-care-trust, seat: {{held: yes}}}}
  - {{id: voluntary-forum, name: Forum of voluntary groups, kind: {pick("vol", "voluntary-or-community-sector", "independent-sector")}, seat: {{held: {seat}}}}}

accountability:
  director: {{post: {"in-post" if has["director-in-post"] else pick("dcs", "proposed", "no-single-director", "vacant")}}}

trust:
  board: {{services: [health, education, social-care], size: {self.size}}}
  manager: {{post: {pick("manager", "in-post", "in-post", "interim") if has["trust-manager-in-post"] else pick("none", "proposed", "vacant", "no-such-post")}}}
  commissioning: {{breadth: {"across-sectors" if has["joint-commissioning"] else pick("buying", "some-services", "not-yet")}}}
  services: {{new: {1 + self.index % 4 if has["developing-new-services"] else 0}}}
  key_workers: {{status: {self.state("lead-professional")}}}
  protocols:
    individual_data: {self.state("data-sharing-protocol")}
    joint_recording: {self.state("joint-recording-protocol")}
    joint_assessment: {self._joint_assessment()}

trust_finance:
  flows:
    - {{source: set-up-grant, rests_on: {self._grant_rests_on()}}}{self._other_flow()}

resources:
  agreements:
{self._agreements()}

common_assessment: {{status: {"in-place" if self._framework() else pick("caf", "proposed", "not-in-place")}}}

integrated_working:
  joint_training: {{status: {self.state("inter-agency-training")}}}

participation:
  parents: {{in_developing_trust: {self._involved("parent-involvement-substantial")}}}
  children: {{in_developing_trust: {self._involved("child-involvement-substantial")}}}

workforce_development:
  recruitment: {{problem_sectors: {self._sectors()}}}
"""

    def _framework(self) -> bool:
        """A few have adopted a framework and nothing else; any one of the three counts."""
        return self.has["joint-assessment"] and self.index % 6 == 0

    def _joint_assessment(self) -> str:
        if not self.has["joint-assessment"] or self._framework():
            return "none"
        return self.pick(
            "ja", "[assessment-protocol]", "[shared-record]", "[assessment-protocol, shared-record]"
        )

    def _grant_rests_on(self) -> str:
        """Where no other money flows, another written agreement is about the grant."""
        has = self.has
        alone = has["other-financial-agreements"] and not has["non-grant-money-flows"]
        return "other-written" if alone else "nothing-written"

    def _other_flow(self) -> str:
        if not self.has["non-grant-money-flows"]:
            return ""
        rests_on = "other-written" if self.has["other-financial-agreements"] else "nothing-written"
        return f"\n    - {{source: other-source, rests_on: {rests_on}}}"

    def _agreements(self) -> str:
        pooled, health = self.has["pooled-budgets"], self.has["section-31-agreement"]
        if pooled:
            return f"    - {{form: pooled-fund, status: in-place, with_health: {'yes' if health else 'no'}}}"
        if health:
            return "    - {form: lead-commissioning, status: in-place, with_health: yes}"
        return f"    - {{form: pooled-fund, status: {self.pick('pool', 'proposed', 'drafted')}, with_health: yes}}"

    def _involved(self, word: str) -> str:
        return "substantial" if self.has[word] else self.pick(word, "some", "little", "not-involved")

    def _sectors(self) -> str:
        if self.has["recruitment-problems"]:
            return self.pick(
                "hiring", "[social-care, health]", "[social-care, education]", "[social-care, health, youth]"
            )
        return self.pick("hiring", "none", "[social-care]", "[health]")


def files() -> dict[str, str]:
    """Each file by name."""
    holders = {word: set(_drawn(word)[:count]) for word, count in PUBLISHED.items()}
    sizes = _sizes()
    return {
        f"area-{index + 1:02}.yaml": _Area(
            index, {word: index in held for word, held in holders.items()}, sizes[index]
        ).text()
        for index in range(AREAS)
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
