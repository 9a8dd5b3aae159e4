"""Documents whose credit was taken elsewhere too, as far as they are claimed here."""

import pandas as pd

from ims_xl.issues import Issue
from ims_xl.money import in_rupees
from ims_xl.sheets.itc import groups
from ims_xl.wording import counted

_NAMED = 5  # documents that a finding names one by one
REMEDY = "Look at both: reject or keep pending what is not yours, or reverse the credit that was taken first."


def with_claims(lines: pd.DataFrame, found: dict[str, str]) -> pd.DataFrame:
    """The lines with what was found of them (doc_id -> where else) as `warning`, and behind `why`.

    What the match said of an earlier month stays where nothing was found since.
    """
    if not found:
        return lines
    said = [found.get(doc_id, "") for doc_id in lines["doc_id"]]
    whys = zip(lines["why"], said, strict=True)
    lines["why"] = [why if text in why else f"{why} {text}.".strip() for why, text in whys]
    lines["warning"] = [new or old for new, old in zip(said, lines["warning"], strict=True)]
    return lines


def claimed_elsewhere(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with a `warning` that are accepted here, or will be when nothing is done."""
    warned = lines[lines["warning"] != ""]
    found = groups(warned)
    return warned[found.accepted | found.undecided]


def twice_text(rows: pd.DataFrame) -> str:
    """`Credit may be claimed twice: 2 documents, ₹3,600.00` of `claimed_elsewhere`."""
    return f"Credit may be claimed twice: {counted(len(rows), 'document')}, {in_rupees(rows['tax'].sum())}"


def claim_issues(lines: pd.DataFrame) -> list[Issue]:
    """One finding a document that is claimed elsewhere too; of many one for all."""
    rows = claimed_elsewhere(lines)
    if len(rows) > _NAMED:
        first = ", ".join(rows["doc_number"].iloc[:_NAMED])
        reason = (
            f"credit may be claimed twice of {counted(len(rows), 'document')}, {in_rupees(rows['tax'].sum())}; "
            "Why says where each stands"
        )
        return [Issue("warning", reason, REMEDY, column="Why", value=f"{first} and {len(rows) - _NAMED:,} more")]
    return [
        Issue(
            "warning", f"credit may be claimed twice: {said[:1].lower()}{said[1:]}", REMEDY, sheet=sheet, value=number
        )
        for said, sheet, number in zip(rows["warning"], rows["status"], rows["doc_number"], strict=True)
    ]
