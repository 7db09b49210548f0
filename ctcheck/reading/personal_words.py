"""Words by which personal data is told from what only looks like it."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PUBLIC_DOMAINS: Final = (".gov.uk", ".nhs.uk", ".nhs.net", ".police.uk", ".sch.uk", ".parliament.uk")
"""Ends of the addresses of public bodies."""

ROLE_WORDS: Final = _words(
    """
    adult adults admin administration advice assessment board business cabinet care child children childrens
    cla clerk commissioning committee communications complaints concern consultation contact contactus corporate
    council csc customer cyps data democratic desk director duty early education edt enquiries enquiry families
    family feedback foi front governance head headteacher health help helpdesk hello hub inclusion info
    information inspection lado learning legal lscb lscp manager mash media members minutes office
    officer participation partnership performance planning police policy post press protection public
    quality referral referrals safeguarding scrutiny secretary send service services school social strategy
    support team trust unit young youth
    """
)
"""What the mailbox of an office is called: an address of these words alone is nobody's own."""

GIVEN_NAMES: Final = _words(
    """
    aaron abdul abigail adam adrian ahmed aisha alan alex alexander alexandra alfie ali alice alison amanda amelia
    amy andrea andrew angela ann anna anne anthony antonia archie arthur ashley ava barbara barry ben benjamin beth
    bethany brian callum cameron carol caroline catherine charles charlie charlotte chloe chris christina
    christine christopher claire clare connor craig daisy daniel danielle darren david dawn deborah debra denise
    derek diane donna dorothy dylan edward eleanor elizabeth ella ellie emily emma eric erin ethan eva evelyn evie
    fatima fiona florence frances francesca frank freddie freya gareth gary gavin gemma geoffrey george
    georgia gillian grace graham hannah harriet harry hassan hayley heather helen henry holly howard ian ibrahim
    imogen isaac isabel isabella isla ivy jack jacob jacqueline jade jake james jamie jane janet jasmine jason jean
    jennifer jessica jill joan joanna joanne joe joel john jonathan jordan joseph josh joshua joyce judith julia julie
    june karen kate katherine kathleen katie keith kelly kenneth kerry kevin khadija kieran kim kirsty kyle laura
    lauren leah lee leo leon lesley lewis liam lily linda lisa logan louis louise lucas lucy luke lynn maisie malcolm
    margaret maria marie marion mark martin mary maryam mason matilda matthew maureen max megan melanie melissa mia
    michael michelle millie mohamed mohammad mohammed molly muhammad natalie natasha nathan neil niamh nicholas nicola
    nicole nigel noah nora oliver olivia omar oscar owen pamela patricia patrick paul paula penelope peter philip
    phoebe poppy rachel raymond rebecca richard robert roger ronald rose rosie roy ruby russell ruth ryan sally sam
    samantha samuel sandra sara sarah scarlett scott sean sebastian shannon sharon shaun sheila shirley simon sofia
    sophia sophie stacey stanley stephanie stephen steven stuart summer susan suzanne sylvia tanya teresa terry
    theodore theresa thomas timothy tina toby tom tony tracey tracy valerie vanessa victoria vincent wendy wayne
    william yasmin yusuf yvonne zachary zainab zara zoe
    """
)
"""Given names that are usual in England; a name that is not among them is only known by `born` behind it."""

NO_NAMES: Final = _words(
    """
    academy act adult agency annual april area assembly august authority authorities bill board borough business
    cabinet care case cases centre chair chapter chief child children childrens circular city civil clinical code
    college commission commissioner committee community company constabulary corporate council county court crown
    december department deputy director district division duty early east education england executive
    families family february fire forum foster foundation framework friday general government great group guidance
    hall head health high home hospital house hub independent information inspection inspector institute instrument
    integrated january joint july june justice kingdom lane lead learning left legal local london looked manager march
    mayor meeting member metropolitan midlands ministry minutes monday national new nhs north northern
    november nursery ofsted october office officer old order panel parish parliament part partners
    partnership performance plan police policy prime primary prison probation procedure programme project
    protection public quarter queen report return review road royal safeguarding saint saturday schedule school
    secretary section senior september serious service services shire social south southern specialist square staff
    standard standards state statutory strategic strategy street sunday survey team the third thursday town training
    trust tuesday under union unit united university upper vale version voluntary wednesday welfare west
    western working young youth
    """
)
"""Words of offices, laws and places, which are written with a capital and are no part of a person's name."""
