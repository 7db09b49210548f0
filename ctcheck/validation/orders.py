"""Facts that say something of each other: which day comes first, and which number is a part of which.

Paths of the shipped pack; those that the loaded packs do not declare are passed over. A pair of names
holds for every branch, of whatever pack, that has both of them.
"""

from __future__ import annotations

from typing import Final

DAYS: Final = (
    ("plan.first_published", "plan.published"),
    ("plan.published", "plan.period.ends"),
    ("board_plan.published", "board_plan.period.ends"),
    ("trust_board.constituted_on", "trust_board.first_met"),
    ("trust.evaluation.finished_on", "trust.evaluation.shared_on"),
    ("safeguarding_board.established", "safeguarding_board.last_meeting"),
    ("safeguarding_board.annual_report.previous_published", "safeguarding_board.annual_report.published"),
    ("safeguarding_partnership.first_published", "safeguarding_partnership.in_effect_from"),
    (
        "safeguarding_partnership.yearly_report.previous_published",
        "safeguarding_partnership.yearly_report.published",
    ),
    ("inspection_work.review.report_received", "inspection_work.statement.made_on"),
    ("inspection_work.statement.made_on", "inspection_work.statement.to_chief_inspector_on"),
    ("inspection_work.statement.made_on", "inspection_work.statement.to_report_recipients_on"),
    ("inspection_work.statement.made_on", "inspection_work.statement.to_secretary_of_state_on"),
    ("joint_inspection.report_received", "joint_inspection.published_on"),
    ("joint_inspection.report_received", "joint_inspection.statement_made_on"),
    ("front_door.oversight.looked_at", "front_door.oversight.changed"),
)
"""The day of the first is not after that of the second."""

NAMES: Final = (
    ("published", "reviewed"),
    ("published", "reviewed_on"),
    ("appointed", "appraised"),
    ("report_received", "published_on"),
    ("decided_on", "published_on"),
    ("decided_on", "report_received_on"),
    ("report_received_on", "published_on"),
    ("starts", "ends"),
    ("from", "to"),
    ("on", "published_on"),
)
"""The same by the last names of two days in one branch, or of two fields in one entry of a list."""

TO_COME: Final = (
    "begins",
    "due",
    "ends",
    "first_due",
    "first_year_begins",
    "in_effect_from",
    "next_due",
    "plan_ends",
    "starts",
    "successor_starts",
    "target_date",
    "to",
    "until",
)
"""Last names of days that may well be still to come."""

PARTS: Final = (
    ("casework.overdue_assessments.unseen", "casework.overdue_assessments.open"),
    ("practice_reviews.decisions.without_reasons", "practice_reviews.decisions.total"),
    ("contactpoint.users.lacking", "contactpoint.users.total"),
    ("contactpoint.sensitive.supported", "contactpoint.sensitive.entries"),
    ("information_requests.panel.late", "information_requests.panel.made"),
    ("information_requests.panel.refused", "information_requests.panel.made"),
    ("information_requests.safeguarding_board.late", "information_requests.safeguarding_board.made"),
    ("information_requests.safeguarding_board.refused", "information_requests.safeguarding_board.made"),
    ("information_requests.safeguarding_partners.late", "information_requests.safeguarding_partners.made"),
    ("information_requests.safeguarding_partners.refused", "information_requests.safeguarding_partners.made"),
    ("information_requests.trust_board.outstanding", "information_requests.trust_board.made"),
    ("information_requests.trust_board.refused", "information_requests.trust_board.made"),
    ("governance.disagreements.settled_in_time", "governance.disagreements.raised"),
    ("family_group_meetings.offered_first", "family_group_meetings.applications"),
    ("case_reviews.in_time", "case_reviews.finished"),
    ("case_reviews.independent_author", "case_reviews.finished"),
    ("case_reviews.independent_panel_chair", "case_reviews.finished"),
    ("safeguarding.serious_cases.not_reviewed", "safeguarding.serious_cases.qualifying"),
    ("serious_incidents.ofsted.not_notified", "serious_incidents.qualifying"),
    ("serious_incidents.panel.not_notified", "serious_incidents.qualifying"),
    ("serious_incidents.partners.not_told", "serious_incidents.qualifying"),
    ("serious_incidents.rapid_reviews.missing", "serious_incidents.qualifying"),
    ("serious_incidents.looked_after_deaths.not_notified", "serious_incidents.looked_after_deaths.number"),
    ("partner.conferences.attended", "partner.conferences.asked"),
    ("partner.conferences.reports", "partner.conferences.asked"),
    ("partner.section_11.service_changes.checked", "partner.section_11.service_changes.total"),
)
"""The first, or the whole of which it is a part, is not more than the second."""
