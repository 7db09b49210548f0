"""Makes a valid submission of about a given size: `python bench/make_submission.py > submission.yaml`.

The base is the fullest example, with nineteen partners, so that every rule has facts to read. Evidence is added,
which is what real registers are full of; and, for a large county, district councils up to ten.
"""

from __future__ import annotations

import itertools
from pathlib import Path

BASE = Path(__file__).resolve().parents[1] / "examples" / "exemplar-2008.yaml"

PARTNER = """\
  - id: district-{number}
    name: District Council Number {number}
    kind: district-council-in-two-tier-area
    contact_role: assistant chief executive
    agreement: {{status: in-place, signed: 2006-03-{day:02}}}
    seat: {{held: yes, since: 2006-04}}
    attendance: {{trust: 3 of 4, safeguarding_board: 5 of 6}}
    on_safeguarding_board: yes
    plan_consultation:
      on: 2008-01
      how: workshop with members and officers of the council
    information_sharing:
      protocol_signed: 2007-10
      staff_trained: 5{number} of 6{number}
      adviser: data protection officer
    section_11:
      senior_lead: director of community services
      policy_reviewed: 2008-01
      self_audit: {{date: 2008-03, actions_overdue: 0}}
      in_corporate_plan: yes
      recruitment: {{posts_checked: 12{number} of 12{number}, trained_managers: yes}}
      procedures_adopted: yes
"""

EVIDENCE = """\
  - id: minutes-of-district-{number}
    title: Minutes of the council of district {number}, with its agreement to the arrangements
    kind: minutes
    date: 2008-06-{day:02}
    review_by: 2009-06-30
    owner_role: assistant chief executive
    kept: district {number}, committee services
    shows: practice
    supports: [district-{number}]
"""


AUDIT = """\
  - id: audit-of-cases-{number}
    title: Audit of case files number {number}, with what was learned and who was told of it
    kind: case-audit
    date: 2008-06-{day:02}
    review_by: 2009-06-30
    owner_role: service manager for quality
    kept: children's services, quality assurance, folder {number}
    shows: practice
    supports: [safeguarding]
"""


def make_submission(size: int = 60_000, districts: int = 0) -> str:
    """The text of a submission that is at least so many bytes long, and longer by less than one entry.

    It names at least so many district councils; each is judged by some twenty rules.
    """
    before, partners, after = BASE.read_text(encoding="utf-8").partition("\npartners:\n")
    if not partners or "\nevidence:\n" not in after:
        raise SystemExit(f"{BASE} has no list of partners before its list of evidence")
    top, heading, evidence = after.partition("\nevidence:\n")
    for number in range(top.count("kind: district-council"), districts):
        partners += PARTNER.format(number=number, day=number % 28 + 1)
        heading += EVIDENCE.format(number=number, day=number % 28 + 1)
    for number in itertools.count(1):
        text = before + partners + top + heading + evidence
        if len(text.encode()) >= size:
            return text
        heading += AUDIT.format(number=number, day=number % 28 + 1)
    raise AssertionError("the count has no end")


if __name__ == "__main__":
    print(make_submission(), end="")
