"""The fixed words of sealing and verifying, for those who want them reworded."""

from __future__ import annotations

from typing import Final

VERIFIED: Final = "Every byte and every verdict is the same as when it was sealed."

SUBMISSION: Final = "Submission"
LAW: Final = "Law of"
RULES: Final = "Rules"
FINDINGS: Final = "Findings"
JUDGEMENTS: Final = "Judgements"
EVIDENCE: Final = "Evidence"
SEALED_WITH: Final = "Sealed with"
VERIFIED_WITH: Final = "Verified with"
SIGNATURE: Final = "Signature"
ARCHIVE: Final = "Archive"

PACKS: Final = {
    "shipped": "the pack that comes with this ctcheck",
    "other": "NOT the pack that comes with this ctcheck: another version, or changed",
    "own": "a pack of its own, not ctcheck's: read its rules before you rely on its verdicts",
}
"""Behind a pack, by how it stands to the one that is installed."""

SIGNATURES: Final = {
    "none": "none: anybody could have made it; compare its sha256 with that which the sealer gives you",
    "unchecked": "not checked; give --key PUBLIC.pem to see whose it is",
    "good": "good, by the key with sha256 {}",
}

NO_JUDGEMENTS: Final = "none"
NO_FILES: Final = "{} in the register; it names no files"
FILES: Final = "{} in the register; of the files that it names, {}"
LOOKED_AT: Final = "The files were looked at and are as they were sealed."
NOT_LOOKED_AT: Final = "The files are not in the archive; --evidence DIR looks at them as well."

STATES: Final = {
    "matches": "as the submission says",
    "unsealed": "hashed, with no digest in the submission to hold against",
    "changed": "not as the submission says",
    "missing": "missing",
    "refused": "not read",
}
"""Behind a number of files."""

MARKED: Final = (
    "The submission marks parts of itself as restricted or exempt. The archive holds all of it:"
    " take care whom you give it to."
)
NOT_SIGNED: Final = "It is not signed; with --key PRIVATE.pem it would be."
KEEP: Final = "Whoever has its sha256 from you can tell whether it is this archive: {}"
