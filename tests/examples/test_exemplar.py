"""Exemplar County, 2008: a made-up county in which every expectation is met."""

from __future__ import annotations

from tests.examples.exemplars import Exemplar


class TestExemplarCounty(Exemplar):
    name = "exemplar-2008"
    fewest_met = 400
    for_nobody = frozenset(
        {
            "contactpoint-reg11-3-sensitive-consent",  # not live yet, so no entries
            "contactpoint-reg11-supply",
            "cypp-reg7-1d-school-organisation-committee",  # abolished
            "cypp-reg8-annual-review",  # the plan is not yet a year old
            "cypp-reg9-exemption",  # a power: no exemption from the plan is claimed
            "jar-reg3-4-circulate-report",  # the first review is still to come
            "jar-reg4-1-action-statement",
            "jar-reg4-3-4-statement-consult-send",
        }
    )
