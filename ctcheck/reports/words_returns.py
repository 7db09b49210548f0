"""The fixed text of partners' returns, so that a policy team can reword it."""

from __future__ import annotations

from typing import Final

from ctcheck.model.values import MONTHS as MONTHS

YAML_TITLE: Final = "Return of {partner} to {area}"
YAML_GUIDE: Final = (
    "Write each answer behind its key; leave it blank where it is not known. Silence is never read as yes or no.",
    "Write none where there is no such thing. Dates are year, month, day: 2006-04-01. Roles, not names.",
    "For several areas list each below return.areas. Send the file back to whoever sent it.",
)
YAML_ID: Final = "an id in lower case with hyphens"
YAML_TEXTS: Final = "a list: [one, two]"
YAML_CARRIED: Final = (
    "The answers named here are last time's and count for nothing until confirmed: check each, mend it if need",
    "be, and take its line out. With the last line of them take out `carried` and `from` as well.",
)
YAML_EVIDENCE: Final = (
    "Evidence, where there is any (take out the marks at the beginning of the lines):",
    "evidence:",
    "  - id: policy-2006",
    "    title: Safeguarding policy",
    "    kind: policy",
    "    date: 2006-04-01",
    "    supports: [partner.section_11]",
)
