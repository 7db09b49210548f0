"""One report with every verdict, force, kind of gap and state of evidence, for all formats.

`sample` puts each word that a submission may hold through `word`,
so that a test can add what an attacker would.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence

from ctcheck.assess.gaps import grouped
from ctcheck.assess.matrix import matrix
from ctcheck.model.counts import Counts
from ctcheck.model.judgements import InspectorJudgement, InspectorView, ThreeView, ThreeViews, TrustView
from ctcheck.model.papers import (
    Enquiry,
    Event,
    EvidenceUse,
    NextStep,
    Papers,
    PlannedAction,
    Prepared,
    StepItem,
    Timeline,
)
from ctcheck.model.place import Place
from ctcheck.model.report import (
    Assurance,
    Coming,
    Explanation,
    Finding,
    Gap,
    GapReport,
    Limit,
    MissingFact,
    Note,
    ParameterUse,
    Position,
    Reason,
    SelfView,
    Subject,
    SystemicRisk,
    Told,
    Withdrawn,
)
from ctcheck.model.rules import InForce, Pack, Source
from ctcheck.model.submission import (
    Action,
    Area,
    EvidenceItem,
    Inspection,
    SelfJudgement,
    SignOff,
    SourceDocument,
)
from ctcheck.model.values import Truth
from ctcheck.model.words import Basis, Certainty, EvidenceState, Force, Level, Standing, Strength, Verdict

ATTACKS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "=cmd|'/C calc'!A0",
    "\x1b[31mred\x1b[0m\x9b5m",
    "\u202egnp.exe\u2066",
    "file:///etc/passwd",
    "http://evil.example/x.png",
    '"><a href="https://evil.example">x</a>',
    "</style><style>@import url(https://evil.example/x.css)</style>",
    "nul\x00 bell\x07",
    "two\nlines\r\nand\u2028more",
    "{% include '/etc/passwd' %}",
    "lone \ud800 surrogate",
)

AS_AT = dt.date(2003, 2, 5)
THEMES = (("governance", "Governance"), ("planning", "Planning"), ("safeguarding", "Safeguarding"))
ACT = "Children Act 2004"
ACT_URL = "https://www.legislation.gov.uk/ukpga/2004/31"

Word = Callable[[str], str]


def plain(text: str) -> str:
    """The text as it is."""
    return text


def attacked() -> Word:
    """Adds the attacks in turn, so that each field has one."""
    turn = itertools.cycle(ATTACKS)
    return lambda text: f"{text} {next(turn)}"


def source(provision: str, *, certainty: Certainty = Certainty.READ, url: str = ACT_URL) -> Source:
    return Source(ACT, provision, url, certainty)


def tree(word: Word, file: str, result: Truth) -> Reason:
    """A condition of every clause, with a value, a stated nothing and a silence."""
    stated = Reason(
        clause="fact",
        result=result,
        text="is yes",
        path="plan.published",
        label="whether the plan is published",
        found=word("no"),
        place=Place(file, 41, 5),
    )
    silent = Reason(
        "fact", "U", "is not more than 12 months old", "plan.reviewed", "the date of the last review"
    )
    exempt = Reason("fact", "F", "is yes", "area.exempt", "whether the area is exempt", word("no"))
    entry = Reason("item", "T", word("Police"), place=Place(file, 60, 3), parts=(stated,))
    nobody = Reason("some", "U", "for at least one of the entries in the audits", "audits", "the audits")
    joined = (
        Reason("any", "U", "at least one of these holds", parts=(stated, silent)),
        Reason("not", "T", "this does not hold", parts=(exempt,)),
        Reason("named", "F", "the area is not exempt", parts=(exempt,)),
        Reason(
            "each", "T", "for every one of the partners", "partners", "partners", "1 named", parts=(entry,)
        ),
        nobody,
        Reason("at_least", "F", "at least 2 of these 2 hold", parts=(stated, silent)),
    )
    return Reason("all", result, "all of these hold", parts=joined)


def finding(word: Word, file: str, rule: str, verdict: Verdict, **changes: object) -> Finding:
    """A finding on a rule with usual values, some of them changed."""
    partner = str(changes.pop("partner", ""))
    subject = (
        Subject("partner", word(partner), word(partner.title()), "police-authority", "s.10(4)(b)")
        if partner
        else Subject("area", "area", word("Northshire"))
    )
    values: dict[str, object] = {
        "id": f"{rule}/{subject.id}" if partner else rule,
        "rule": rule,
        "theme": "planning",
        "title": f"Expectation {rule}",
        "expects": "The trust has a plan for children, agreed by all partners and reviewed each year.",
        "duty_on": "local-authority",
        "force": Force.DUTY,
        "sources": (source("s.17"),),
        "in_force": InForce(dt.date(2003, 1, 1), dt.date(2010, 3, 31)),
        "subject": subject,
        "verdict": verdict,
        "standing": Standing.IN_FORCE,
        "incomplete": False,
        "sentence": word(f"{rule}: whether the plan is published is no (line 41); expected yes."),
        "because": word("not met: whether the plan is published is no (line 41); expected yes."),
        "applies": Reason("fact", "T", "is no", "area.exempt", "whether the area is exempt", word("no")),
        "met": tree(word, file, "F"),
        "partly": None,
        "evidence": EvidenceState.UNEVIDENCED,
        "evidence_items": (),
        "places": (Place(file, 41, 5), Place(file, 60, 3)),
        "missing": (),
        "waiver": "",
        "why": "Without a plan nobody can hold the partners to what they promised.",
        "remedy": "Put the plan to the cabinet and publish it.",
        "enquiry": "Ask to see the minute by which the plan was agreed.",
        "note": "",
        "evidence_wanted": ("plan", "minutes"),
        "parameters": ("plan_review",),
    }
    values.update(changes)
    told = Explanation(**{name: values.pop(name) for name in Explanation._fields})  # type: ignore[arg-type]
    return Finding(told=Told(lambda: told), **values)  # type: ignore[arg-type]


def findings(word: Word, file: str) -> tuple[Finding, ...]:
    """By theme, then rule, then subject."""

    def one(rule: str, verdict: Verdict, **changes: object) -> Finding:
        return finding(word, file, rule, verdict, **changes)

    met, not_met, partly = Verdict.MET, Verdict.NOT_MET, Verdict.PARTLY_MET
    missing = MissingFact("plan.reviewed", word("When was the plan last reviewed?"), "strategy officer")
    items = (word("E1"), word("E2"))
    backed = EvidenceState.EVIDENCED
    stale, undated = EvidenceState.STALE, EvidenceState.UNDATED
    ready, later = Standing.READINESS, InForce(dt.date(2006, 4, 1), None)
    recalled = (source("s.17(4)", certainty=Certainty.RECALLED),)
    local = (Source("Local pack", "whole", "javascript:alert(1)", Certainty.READ, "house rule"),)
    open_alike: dict[str, object] = {
        "met": tree(word, file, "U"),
        "applies": None,
        "because": word("no answer, because the date of the last review is not stated."),
    }
    governance: dict[str, object] = {"theme": "governance"}
    safeguarding: dict[str, object] = {"theme": "safeguarding"}
    return (
        one("board-agreed", met, evidence=backed, evidence_items=items, **governance),
        one("board-meets", met, evidence=stale, evidence_items=items, **governance),
        one("board-seat", met, evidence=undated, evidence_items=items, partner="police", **governance),
        one("board-seat-paid", met, **governance),
        one("pooled-fund", not_met, force=Force.POWER, note="Partners may choose to.", **governance),
        one("plan-assessed", partly, force=Force.STATUTORY_GUIDANCE, incomplete=True, sources=recalled),
        one("plan-exempt", Verdict.NOT_APPLICABLE, waiver=word("The authority is exempt as rated")),
        one("plan-published", not_met),
        one("plan-ready", not_met, standing=ready, in_force=later),
        one("plan-reviewed", Verdict.NO_ANSWER, missing=(missing,), partner="education", **open_alike),
        one("plan-reviewed", Verdict.NO_ANSWER, missing=(missing,), partner="health", **open_alike),
        one("plan-reviewed", Verdict.NO_ANSWER, missing=(missing,), partner="police", **open_alike),
        one("practice-audit", not_met, force=Force.GOOD_PRACTICE, sources=local, **safeguarding),
        one("practice-seen", partly, force=Force.INSPECTION_CRITERION, **safeguarding),
        one("rule-broken", Verdict.ERROR, applies=None, met=None, **safeguarding),
    )


def gaps(found: dict[str, Finding], alike: Sequence[Finding]) -> tuple[Gap, ...]:
    """In the order to act in."""
    return (
        Gap(found["rule-broken"], "error", (), (), False),
        Gap(found["plan-published"], "breach", ("no-plan",), ("A1",), False),
        *(Gap(one, "unanswered", (), (), False) for one in alike),
        Gap(found["plan-ready"], "readiness", (), ("A2",), True),
        Gap(found["plan-assessed"], "shortfall", (), (), False),
        Gap(found["practice-seen"], "shortfall", (), (), False),
        Gap(found["practice-audit"], "shortfall", (), (), False),
        Gap(found["pooled-fund"], "option", (), (), False),
    )


def limits() -> tuple[Limit, ...]:
    """One that bites and one that does not."""
    cap = Limit(
        "no-plan", "No published plan", "planning", "cap", Level.NOT_IN_PLACE, Strength.HARD, Basis.LAW,
        "A duty to plan that is not met caps the theme.", (source("s.17"),), ("plan-published",), True,
    )  # fmt: skip
    warning = Limit(
        "few-audits", "Few audits", "safeguarding", "warn", None, Strength.OBSERVED, Basis.HOUSE,
        "Inspectors have remarked on it.", (), ("practice-audit",), False,
    )  # fmt: skip
    return cap, warning


def positions(word: Word) -> tuple[Position, ...]:
    cap, warning = limits()
    in_place, not_shown = Level.IN_PLACE, Level.NOT_SHOWN
    planning = Counts(partly_met=1, not_met=2, no_answer=3, not_applicable=1)
    safeguarding = Counts(partly_met=1, not_met=1, error=1)
    good, bad = (word("4 of 4 are met."),), (word("2 of 4 are not met."), cap.because)
    return (
        Position("governance", "Governance", Counts(met=4), in_place, in_place, (), good),
        Position("planning", "Planning", planning, Level.PARTLY, Level.NOT_IN_PLACE, (cap,), bad),
        Position("safeguarding", "Safeguarding", safeguarding, not_shown, not_shown, (warning,), ()),
    )


def self_views(word: Word, file: str) -> tuple[SelfView, ...]:
    made = []
    title = "JAR, 4 is best"
    for about, compared in (
        ("planning", "over-claim"),
        ("governance", "agrees"),
        ("safeguarding", "under-claim"),
        ("overall", "not-compared"),
    ):
        given = SelfJudgement(about, "jar-4", word("4"), dt.date(2003, 1, 31), Place(file, 90, 3))
        shown = None if about == "overall" else Level.NOT_IN_PLACE
        said = word(f"The trust judged {about} a 4.")
        made.append(SelfView(given, title, word("Excellent"), Level.IN_PLACE, shown, compared, said))
    return tuple(made)


def actions(word: Word, file: str) -> tuple[Action, ...]:
    """One without owner and date, one with both."""
    return (
        Action(
            id="A1",
            closes=("plan-published",),
            action=word("Publish the plan"),
            owner_role="",
            due=None,
            success_measure="",
            status=word("open"),
            place=Place(file, 95, 3),
        ),
        Action(
            id="A2",
            closes=("plan-ready",),
            action=word("Write the plan"),
            owner_role=word("Head of strategy"),
            due=dt.date(2003, 4, 1),
            success_measure=word("Published on the website"),
            status=word("open"),
            place=Place(file, 99, 3),
        ),
    )


def evidence(word: Word, file: str) -> tuple[EvidenceItem, ...]:
    """One in date, one stale, one without a date, one that backs nothing."""
    made = []
    for name, title, kind, day, review in (
        ("E1", "The plan", "plan", dt.date(2003, 1, 10), None),
        ("E2", "Minutes of the board", "minutes", dt.date(2001, 3, 2), dt.date(2002, 3, 2)),
        ("E3", "A survey of children", "survey-of-children-or-parents", None, None),
        ("E4", "Training records", "training-record", dt.date(2002, 11, 30), None),
    ):
        owner, kept = word("Strategy officer"), word("shared folder, 12")
        made.append(
            EvidenceItem(
                name, word(title), kind, day, review, owner, kept, "process", ("plan",), Place(file, 80, 3)
            )
        )
    return tuple(made)


def papers(word: Word, file: str, found: Sequence[Finding]) -> Papers:
    """Every kind of entry; what is worked out from findings is worked out by the program's own code."""
    one, two, three, four = evidence(word, file)
    current, stale, undated = EvidenceState.EVIDENCED, EvidenceState.STALE, EvidenceState.UNDATED
    own = actions(word, file)
    bad = [finding for finding in found if finding.verdict is Verdict.NOT_MET]
    return Papers(
        evidence=(
            EvidenceUse(one, current, 3, tuple(finding.id for finding in found[:2])),
            EvidenceUse(two, stale, 26, (found[0].id,)),
            EvidenceUse(three, undated, None, (found[1].id,)),
            EvidenceUse(four, current, 5, ()),
        ),
        plan=(
            PlannedAction(
                "A1", False, (bad[0].id,), bad[0].title, own[0].action, "", None, "", own[0].status, 1,
                "A duty in force is not met.", ("no-owner", "no-date"),
            ),
            PlannedAction(
                "draft-2", True, (bad[1].id,), bad[1].title, bad[1].remedy, "", None, bad[1].expects, "", 2,
                "It is about a duty.", ("no-owner", "no-date"),
            ),
            PlannedAction(
                "A2", False, (bad[0].id,), bad[0].title, own[1].action, own[1].owner_role, own[1].due,
                own[1].success_measure, own[1].status, 3, "No duty turns on it.", ("after-inspection",),
            ),
        ),
        timeline=Timeline(
            AS_AT,
            dt.date(2003, 5, 5),
            61,
            "Working days are Mondays to Fridays without bank holidays; the day counted from is day 0.",
            (
                Event(dt.date(2003, 1, 10), "evidence", "E1", one.title, -18),
                Event(AS_AT, "as-at", "", "The day that the submission describes", 0),
                Event(dt.date(2003, 3, 3), "notified", "", "The inspection is notified", 18),
                Event(dt.date(2003, 4, 1), "action", "A2", own[1].action, 39),
                Event(dt.date(2003, 5, 5), "fieldwork", "", "Fieldwork begins", 61),
                Event(dt.date(2031, 1, 1), "review-by", "E4", f"To be reviewed: {four.title}", None),
            ),
        ),
        matrix=matrix(found, THEMES),
        enquiries=(
            Enquiry("over-claim", "What does that rest on?", word("The trust judged planning a 4."), (), ()),
            Enquiry("risk", "Ask for the last three decisions.", "The board exists.", (bad[0].id,), ()),
            Enquiry("not-met", bad[0].enquiry, bad[0].sentence, (bad[0].id,), bad[0].evidence_wanted),
            Enquiry(
                "undated", "When was it made?", f"“{three.title}” bears no date.", (found[1].id,), (three.title,)
            ),
            Enquiry("cited-often", "Which page of it?", f"“{one.title}” is cited for 13.", (), (one.title,)),
            Enquiry("process-only", "What difference?", "There is a process.", (found[0].id,), ("audit",)),
            Enquiry("own-word", "Who outside has looked?", "It is the trust's own.", (found[0].id,), ("survey",)),
            Enquiry("cannot-show", "Ask for case files.", "No self-assessment can show this.", (), ()),
        ),
        next_steps=(
            NextStep("errors", (StepItem(found[0].id, found[0].title, "", 1),), 1, 1),
            NextStep(
                "answers",
                (
                    StepItem("plan.status", word("How far has the plan got?"), word("strategy officer"), 2),
                    StepItem("partner.seat.held", "Does it hold a seat?", "", 1, word("Northshire Police")),
                ),
                2,
                3,
            ),
            NextStep("actions", (StepItem(bad[0].id, bad[0].title, "", 1),), 1, 4),
            NextStep(
                "evidence",
                (
                    StepItem(word("needs"), word("Needs assessment"), word("policy officer"), 1, "stale"),
                    StepItem("", "minutes", "", 1),
                ),
                0,
                3,
            ),
        ),
    )  # fmt: skip


def sample(word: Word = plain) -> GapReport:
    """The report; the same for the same `word`."""
    file = word("northshire.yaml")
    found = findings(word, file)
    alike = [one for one in found if one.rule == "plan-reviewed"]
    by_rule = {one.rule: one for one in reversed(found)}
    counts = Counts(met=4, partly_met=2, not_met=4, no_answer=3, not_applicable=1, error=1)
    pack = Pack("children-act-2004", "1.0.0", f"{ACT} and its companions", "", "ab" * 32)
    return GapReport(
        file=file,
        digest="cd" * 32,
        title=word("Baseline self-assessment"),
        fictional=True,
        area=Area(word("Northshire"), word("E10000099"), "county", (word("metropolitan police"),)),
        as_at=AS_AT,
        law_date=AS_AT,
        marking=word("restricted"),
        inspection=Inspection(word("jar-2005"), word("notified"), dt.date(2003, 3, 3), dt.date(2003, 5, 5)),
        signed=(SignOff(word("Director"), dt.date(2003, 2, 1)), SignOff(word("Chair"), None)),
        sources=(SourceDocument(word("D1"), word("Survey"), word("https://northshire.example/survey")),),
        packs=(pack, Pack("northshire", "2", "Local rules", "children-act-2004", "ef" * 32)),
        rules_digest="12" * 32,
        version="0.1.0",
        engine="plain",
        summary=(word("Of 4 findings on duties 1 is met."), word("First to act on: Publish the plan.")),
        assurance=Assurance(
            rules_evaluated=13,
            not_yet_law=12,
            no_longer_law=1,
            enacted_not_in_force=2,
            suggested_law_date=dt.date(2006, 4, 1),
            counts=counts,
            cannot_show=("A self-assessment cannot show that children are safe.",),
            not_returned=(word("Northshire Primary Care Trust"), word("Northshire Probation")),
            recalled=("plan-assessed",),
            coming=(Coming("plan-shared", word("A plan for all"), word("Plans Act 2003 s.9"), dt.date(2003, 1, 1)),),
            withdrawn=(Withdrawn("plan-bound", word("A bound plan"), "northshire", word("Nobody binds plans.")),),
        ),
        findings=found,
        gaps=gaps(by_rule, alike),
        gap_groups=grouped(gaps(by_rule, alike)),
        themes=THEMES,
        limits=limits(),
        positions=positions(word),
        overall=None,
        overall_note="The regime of this inspection has no overall judgement, so none is given.",
        risks=(
            SystemicRisk(
                "paper-board", "A board on paper", "The board exists and nothing shows that it decides.",
                "Ask for the last three decisions.", ("board-meets", "plan-published"), ("no-plan",),
            ),
        ),
        self_views=self_views(word, file),
        actions=actions(word, file),
        parameters=(
            ParameterUse("age_in_law", 5, "years", Basis.LAW, "The Act says so.", "s.17"),
            ParameterUse(
                "plan_review", 12, "months", Basis.HOUSE, "A year-old review is stale.", "", "northshire", 18
            ),
            ParameterUse("share_met", 0.5, "", Basis.GUIDANCE, "The guidance says half.", "Guidance 2005"),
        ),
        notes=(
            Note(Place(file, 12, 3), word("evidence.E1"), word("The item has no date")),
            Note(None, "", "The marking is restricted; take care whom you give this report to."),
        ),
        prepared=Prepared(lambda: papers(word, file, found)),
    )  # fmt: skip


def three_views(word: Word = plain, file: str = "judgements.yaml") -> ThreeViews:
    """Three views of every kind, to be put into a report."""

    def given(about: str, verdict: str, scale: str = "") -> InspectorJudgement:
        place = Place(file, 7, 5)
        return InspectorJudgement(
            about, verdict, scale, word("Nobody was seen."), word("lead inspector"), AS_AT, place
        )

    said = TrustView(
        SelfJudgement("planning", "grades", "4", AS_AT, Place(file, 9, 1)), "4 (best)", word("grades, 4 best")
    )
    grade = InspectorView(
        given("planning", "2", "grades"), Level.PARTLY, None, "2 (some)", "grades, 4 best", "lower"
    )
    level = InspectorView(
        given("overall", "not_in_place"), Level.NOT_IN_PLACE, Level.NOT_IN_PLACE, "", "", "not-compared"
    )
    verdict = InspectorView(given("plan-published", "met"), Level.IN_PLACE, Verdict.MET, "", "", "higher")
    none = InspectorView(
        given("plan-shared", "not_applicable"), None, Verdict.NOT_APPLICABLE, "", "", "differs"
    )
    found = (("plan-shared/a", Verdict.MET), ("plan-shared/b", Verdict.NOT_MET))
    return ThreeViews(
        file,
        "ab" * 32,
        5,
        (
            ThreeView("governance", "theme", word("Governance"), (), Level.IN_PLACE, (), "", ()),
            ThreeView("planning", "theme", "Planning", (said,), Level.PARTLY, (), "", (grade, grade)),
            ThreeView("overall", "overall", "The trust as a whole", (), None, (), "None is given.", (level,)),
            ThreeView("plan-published", "rule", "Published", (), None, found[1:], "", (verdict,)),
            ThreeView("plan-shared", "rule", word("Shared"), (), None, found, "", (none,)),
        ),
    )
