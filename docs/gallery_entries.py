"""What the gallery shows: the words of docs/gallery.md, the commands, and what to cut out of their outputs."""

from typing import NamedTuple


class Part(NamedTuple):
    """Some lines of what a command prints, from the first that begins so."""

    begins: str
    lines: int


class Text(NamedTuple):
    """What a command prints, shortened to its parts."""

    title: str
    who: str
    command: str
    parts: tuple[Part, ...]


class Screen(NamedTuple):
    """A part of a web page: from where one element begins (else from the top) to where another ends."""

    file: str
    begins: str
    ends: str
    dark: bool = False


class Paper(NamedTuple):
    """Pages of a file as it is printed, side by side: for each, words that it is the first to hold.

    `crop` is left, top, right and bottom of what is kept, in parts of the page.
    """

    file: str
    pages: tuple[str, ...]
    crop: tuple[float, float, float, float] = (0, 0, 1, 1)


class Picture(NamedTuple):
    """A picture, `name`.png in docs/gallery, and the command whose output it shows."""

    name: str
    title: str
    who: str
    alternative: str
    command: str
    shown: Screen | Paper


BEGIN = """\
<!-- Made by docs/make_gallery.py; change it or docs/gallery_entries.py, then run `make gallery`. -->
# What it looks like

Every output on this page was made from the shipped examples, by the command above it and nothing else.
`make gallery` makes the page again, pictures included; `make test` checks that the texts are still what the program prints.
Counts in the pictures are those of the rule pack on the day that they were made.

Exemplar County and Eastmere are made up; Hertfordshire's position was put together from public documents, which say little, and ctcheck says so.
Exemplar County describes itself on 30 September 2008 and has everything in place for the law of that day.
It is held here against the law of 1 June 2010 as well, to show gaps: what a council must still do that was ready for the old law.
"""

TEXTS_BEGIN = """\
## In the terminal

Eighty columns wide, but for an id or a file's name that is not broken; a line `...` stands for lines left out here.
"""

PICTURES_BEGIN = """\
## Pages, papers and workbooks

Screens are Chromium's, 1,000 pixels wide; Word files and workbooks are shown as LibreOffice prints them.
"""

_ASSESS = "ctcheck assess examples/exemplar-2008.yaml --law-at 2010-06-01"
_CABINET = f"{_ASSESS} --for cabinet -f pdf=cabinet.pdf -f docx=cabinet.docx"
_TEAM = f"{_ASSESS} -f html=team.html -f xlsx=plan.xlsx"
_COMPARE = "ctcheck compare examples/two-years/eastmere-2007.yaml examples/two-years/eastmere-2008.yaml"
_SURVEY = "ctcheck survey examples/survey-2004 --tabulate nect-baseline"

TEXTS = (
    Text(
        "assess: where the gaps are",
        "For the officer who keeps the self-assessment: the position in short, the gaps in the order to act in, and what to do next.",
        _ASSESS,
        (
            Part("Gap report: ", 15),
            Part("Positions by theme", 10),
            Part("Director and lead member accountability: ", 5),
            Part("Gaps, in the order to act in", 20),
            Part("What to do next", 7),
        ),
    ),
    Text(
        "explain: why",
        "For whoever doubts a finding: the condition, the value found and its line in the file, down to the last clause.",
        "ctcheck explain ca2004-s10-4f-connexions examples/exemplar-2008.yaml --law-at 2010-06-01",
        (
            Part("Not met: ", 11),
            Part("    Met if:", 14),
        ),
    ),
    Text(
        "validate: can this submission be trusted?",
        "For the inspector with ten minutes: is it complete, does it agree with itself, and what should be asked first?",
        "ctcheck validate examples/hertfordshire-2007.yaml",
        (
            Part("examples/hertfordshire-2007.yaml: valid", 12),
            Part("What to ask", 7),
        ),
    ),
    Text(
        "compare: last time and this time",
        "For the board and its scrutiny: what has changed, and whether the council, the rules or the date did it.",
        _COMPARE,
        (
            Part("What has changed: ", 17),
            Part("Gaps opened", 10),
        ),
    ),
    Text(
        "survey: many submissions side by side",
        "For a department or an inspectorate: counts over all that was received, never an average, and silence counted as silence.",
        _SURVEY,
        (
            Part("What was received", 5),
            Part("Areas by theme", 16),
            Part("Facts counted: ", 11),
        ),
    ),
    Text(
        "clock: the days that are left",
        "For whoever prepares the visit: working days, with the rule by which they are counted.",
        "ctcheck clock examples/exemplar-2008.yaml --report-received 2008-12-15",
        (Part("Inspection clock: ", 20),),
    ),
)

PICTURES = (
    Picture(
        "team-page",
        "The team's page",
        "For the team, in any browser and without a network: the top of the page, in a light window.",
        "The top of a gap report: title, a box that says the area is fictional, contents, and a summary of duties met, not met and unanswered.",
        _TEAM,
        Screen("team.html", "", ".of-summary"),
    ),
    Picture(
        "team-positions",
        "Positions by theme",
        "For the team and its director: an indicative position for each theme, with the findings that it follows from.",
        "A table of nine themes and the whole, each with its position in words, above bars of the findings by verdict.",
        _TEAM,
        Screen("team.html", "#positions", ".of-positions .picture"),
    ),
    Picture(
        "team-gaps-dark",
        "A gap, in a dark window",
        "For the officer who has to close it: what is expected, why it falls short, where it stands in the file, and what to do.",
        "The list of gaps with its filters in a dark window, and the first gap with its reasons, source and next step.",
        _TEAM,
        Screen("team.html", "#gaps", "article.gap", dark=True),
    ),
    Picture(
        "team-heat-map",
        "Themes by partner",
        "For the partnership: which body has something open in which theme; each cell bears a letter, so that it can be read without colour.",
        "A grid of themes by bodies; each cell is lettered M for met, P for partly, N for not met, a question mark for no answer.",
        _TEAM,
        Screen("team.html", "#matrix", ".of-matrix figure"),
    ),
    Picture(
        "team-printed",
        "The same page, printed",
        "For a meeting without screens: the browser's own print of the page.",
        "Two printed pages: the title with contents and summary, and the first gaps.",
        _TEAM,
        Paper("team.html", ("Gap report", "1. Connexions or youth support providers take part")),
    ),
    Picture(
        "cabinet-pdf",
        "The cabinet paper, as PDF",
        "For elected members: a front page with the blanks that officers fill, and the position on one page.",
        "Two pages of a PDF: the front page of the cabinet paper with its blanks, and the positions of all themes with a chart.",
        _CABINET,
        Paper("cabinet.pdf", ("Front page", "Indicative position of each theme")),
    ),
    Picture(
        "cabinet-word",
        "The cabinet paper, in Word",
        "For the officer who goes on writing it: headings, tables and pictures are Word's own; the same command makes it.",
        "Two pages of the Word paper: front page, summary and recommendations, and the positions with a chart.",
        _CABINET,
        Paper("cabinet.docx", ("Front page", "Indicative position of each theme")),
    ),
    Picture(
        "inspector-pdf",
        "The inspector's paper",
        "For the inspector: what was checked and by which rules, then the trust's word, ctcheck's finding and the inspector's own judgement side by side.",
        "Two pages of a PDF: what was checked, with the digest of the file, and a table of three views that differ in places.",
        "ctcheck assess examples/exemplar-2008.yaml --judgements examples/inspection/judgements.yaml --for inspector -f pdf=inspector.pdf",
        Paper("inspector.pdf", ("What was checked", "what ctcheck finds and what the inspector judges")),
    ),
    Picture(
        "survey-heat-map",
        "A survey's heat map",
        "For a policy team or an inspectorate: thirty-five fictional areas by theme, to sort and to filter.",
        "A table of areas by theme, each cell coloured and worded: in place, partly in place, not in place, not shown.",
        f"{_SURVEY} -f html=survey.html",
        Screen("survey.html", "#matrix", ".heat tbody tr:nth-child(8)"),
    ),
    Picture(
        "comparison-page",
        "What has changed, as a page",
        "For scrutiny: how many findings moved, and whether the answers, the rules or the date moved them.",
        "A table of gaps opened, better and closed with their causes, above the first gaps that have opened.",
        f"{_COMPARE} -f html=changes.html",
        Screen("changes.html", "#numbers", ".of-opened tbody tr:nth-child(4)"),
    ),
    Picture(
        "workbook-sheet",
        "A sheet of the questions' workbook",
        "For those who answer: each question with help, the words allowed and who knows; only answers, evidence and notes can be written in.",
        "The sheet on the duty to co-operate: questions on grey, answers on white.",
        "ctcheck workbook make --from examples/exemplar-2008.yaml -o questions.xlsx",
        Paper(
            "questions.xlsx", ("Are the co-operation arrangements working now?",), (0.02, 0.02, 0.98, 0.75)
        ),
    ),
    Picture(
        "action-plan",
        "The action plan in the workbook",
        "For whoever has to give the actions an owner and a date: one row a gap, ready to be filled in and read back.",
        "Rows of the sheet Actions: what falls short, a drafted action, and empty cells for owner and date.",
        _TEAM,
        Paper("plan.xlsx", ("Id draft-1",), (0.02, 0.0, 0.692, 0.42)),
    ),
)
