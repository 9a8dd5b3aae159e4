"""The books of the month: what was booked, in which file and sheet, and which document it really is."""

import numpy as np
import pandas as pd

from ims_xl.samples import damage
from ims_xl.samples.dice import Dice
from ims_xl.samples.rates import MIXES

PURCHASES = "sample_purchases.xlsx"
REGISTER = "sample_register.xlsx"
REGISTER_SHEET = "Purchase Register"

_FAMILIES = {
    "b2bcn": "cdnr", "b2bcna": "cdnr", "b2bdn": "cdnr", "b2bdna": "cdnr", "impg": "impg", "b2bur": "b2bur",
    "imps": "imps",
}  # fmt: skip
_SHEETS = ("b2b", "b2bur", "imps", "impg", "cdnr", REGISTER_SHEET)
_FIRST_ROWS = {PURCHASES: 5, REGISTER: 6}
_ELIGIBILITY = ("Inputs", "Input services", "Capital goods", "Blocked 17(5)")
_BOOKED = ("ims", "late", "unreported", "by law", "old")
_PARTNERS = {"ims": "IMS", "late": "earlier GSTR-2B"}
_WHY_ALONE = {
    "unreported": "not reported by supplier",
    "by law": "not in IMS by law",
    "old": "dated before October 2024",
}


def keep(documents: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """One row a booking, in the order of the files; amounts in paise.

    `document` is the index of the document it is, `partner` where that stands (IMS, earlier GSTR-2B or
    nowhere), `why_alone` the reason when nowhere, `damage` what happened to it, `duplicate_of` the row it
    repeats or -1, `written` an odd way its cells are written.
    """
    unseen = documents["timing"].isin(("ahead", "superseded")) | documents["action"].eq("R")
    plain = documents["part"].eq("ims") & documents["timing"].eq("usual") & documents["kind"].ne("rent")
    missed = dice.some((plain & documents["section"].eq("b2b")).to_numpy(), 0.04)
    booked = documents[documents["part"].isin(_BOOKED) & ~unseen & ~missed]
    books = booked.assign(
        document=booked.index, family=booked["section"].map(_FAMILIES).fillna("b2b"), file="purchases", twice=-1
    ).reset_index(drop=True)
    books = _choose_files(books, dice)
    spared = books["timing"].eq("twin") | ~books["part"].eq("ims")
    books = damage.split(damage.harm(books, spared, dice), spared, dice)
    spared = books["timing"].eq("twin")
    books = pd.concat([books, damage.book_twice(books, spared, dice)], ignore_index=True)
    return _tell(_arrange(_dress(books, dice)))


def _choose_files(books: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """A fifth in the register, and e-commerce documents, for which the other file has no sheet."""
    either = books["family"].isin(("b2b", "cdnr")) & ~books["reverse"]
    register = dice.some(either.to_numpy(), 0.18) | books["section"].isin(("ecom", "ecoma"))
    notes = books["doc_type"].eq("CN") & books["part"].eq("ims")
    register |= dice.some(notes.to_numpy(), 0.0, 2)
    books.loc[register, "file"] = "register"
    return books


def _dress(books: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """Adds eligibility, the invoice a note is about, and odd ways of writing cells."""
    count = len(books)
    invoices = books[books["doc_type"].eq("INV")].drop_duplicates("gstin").set_index("gstin")
    notes = books["doc_type"].isin(("CN", "DN"))
    about = books["gstin"].where(notes)
    in_register = books["file"].eq("register")
    books = books.assign(
        eligibility=dice.choose(_ELIGIBILITY, (70, 20, 6, 4), count),
        original_number=about.map(invoices["number"]).fillna(""),
        original_date=about.map(invoices["date"]),
        written="",
    )
    books.loc[books["damage"].eq("zeros lost") & books["number"].str.fullmatch(r"\d{1,15}"), "written"] = "number"
    for style, among in (
        ("text date", in_register),
        ("text date", ~in_register),
        ("text amount", in_register),
        ("text amount", ~in_register),
        ("negative", in_register & books["doc_type"].eq("CN")),
    ):
        free = among & books["written"].eq("") & books["family"].isin(("b2b", "cdnr"))
        books.loc[dice.some(free.to_numpy(), 0.005), "written"] = style
    books.loc[in_register, ["place", "original_number", "eligibility"]] = ""
    books.loc[in_register, "original_date"] = pd.NaT
    books.loc[books["family"].isin(("cdnr", "impg")), "place"] = ""
    return books


def _arrange(books: pd.DataFrame) -> pd.DataFrame:
    """Rows as the files hold them, with `source_file`, `source_sheet` and `source_row`."""
    in_register = books["file"].eq("register")
    books["source_file"] = np.where(in_register, REGISTER, PURCHASES)
    books["source_sheet"] = np.where(in_register, REGISTER_SHEET, books["family"])
    turns = books["source_sheet"].map({sheet: turn for turn, sheet in enumerate(_SHEETS)})
    books = books.assign(turn=turns, before=books.index).sort_values(["turn", "date", "gstin", "number", "before"])
    heights = np.where(books["file"].eq("register"), 1, books["mix"].map({i: len(mix) for i, mix in enumerate(MIXES)}))
    above = pd.Series(heights, index=books.index).groupby(books["source_sheet"]).cumsum() - heights
    books["source_row"] = above + books["source_file"].map(_FIRST_ROWS)
    places = pd.Series(np.arange(len(books)), index=books["before"])
    books["duplicate_of"] = books["twice"].map(places).fillna(-1).astype("int64")
    return books.drop(columns=["turn", "before", "twice"]).reset_index(drop=True)


def _tell(books: pd.DataFrame) -> pd.DataFrame:
    repeated = books["duplicate_of"].ge(0)
    books["partner"] = books["part"].map(_PARTNERS).fillna("nowhere").where(~repeated, "nowhere")
    alone = books["part"].map(_WHY_ALONE).fillna("")
    books["why_alone"] = alone.where(~repeated, "duplicate")
    return books
