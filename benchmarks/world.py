"""IMS, books and earlier GSTR-2B of an invented company, with the true partner of every row."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.damage import harm, known_numbers
from benchmarks.documents import HEADS, Market, invent_documents
from ims_xl.samples.dice import Dice

TUNING = (11, 12, 13)
JUDGING = (7001, 7002, 7003)
"""Seeds: weights are chosen on the first, figures are told of the second."""

REGISTERS = {
    # columns the purchase register lacks, by seed modulo three
    "full": (),
    "template V2.0": ("reverse_charge", "place_of_supply", "doc_value", "original_number", "original_date"),
    "accounting export": ("recipient_gstin", "cess", "place_of_supply", "doc_value"),
}
DAMAGED = 0.30
"""Share of book rows that are not as the supplier wrote them."""


@dataclass(frozen=True)
class World:
    """The tables, and the truth: which document each row is and which part of it (parts are counted from 0).

    `damage` names what happened to each book row; `copies` are book rows that book another one again.
    """

    name: str
    ims: pd.DataFrame
    purchases: pd.DataFrame
    earlier: pd.DataFrame
    ims_document: np.ndarray
    book_document: np.ndarray
    book_part: np.ndarray
    copies: np.ndarray
    damage: np.ndarray
    earlier_document: np.ndarray


def invent_world(market: Market, supplies: int, seed: int) -> World:
    """The same world for the same arguments, on every machine."""
    dice = Dice(seed)
    documents = invent_documents(dice, supplies, market)
    register = list(REGISTERS)[seed % 3]
    ims = _shuffled(documents[documents["where"].isin(("both", "ims"))], dice)
    earlier = _shuffled(documents[documents["where"].isin(("late", "earlier"))], dice)
    booked = documents[documents["where"].isin(("both", "books", "late", "law"))]
    booked = harm(booked.assign(part=0, copy=False), dice, DAMAGED, known_numbers(documents))
    booked = booked.assign(number_booked=booked["number"])
    amended = booked["section"].eq("b2ba") & (dice.shares(len(booked)) < 0.6)
    booked.loc[amended, "number"] = booked.loc[amended, "original_number"]
    booked = _shuffled(_copied(_split(booked, dice), dice), dice)
    purchases = _frame(booked).drop(columns=["section", *REGISTERS[register]])
    purchases["source_row"] = np.arange(len(purchases)) + 6
    return World(
        name=f"{market.name}, seed {seed}, register {register}",
        ims=_frame(ims).assign(supplier_period="122026").drop(columns="family"),
        purchases=purchases,
        earlier=_frame(earlier).assign(gstr2b_period="112025", part="docdata").drop(columns="family"),
        ims_document=ims["document"].to_numpy(),
        book_document=booked["document"].to_numpy(),
        book_part=booked["part"].to_numpy(),
        copies=booked["copy"].to_numpy(),
        damage=booked["damage"].where(booked["damage"] != "", booked["twin"]).to_numpy(dtype=object),
        earlier_document=earlier["document"].to_numpy(),
    )


def _shuffled(documents: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    return documents.iloc[np.argsort(dice.shares(len(documents)), kind="stable")].reset_index(drop=True)


def _split(booked: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """One booked invoice in eighty becomes two to five rows: equal or unequal, same or later dates, one a discount."""
    fits = booked["damage"].eq("") & booked["twin"].eq("") & booked["where"].eq("both") & booked["family"].eq("b2b")
    chosen = fits.to_numpy() & (dice.shares(len(booked)) < 0.0125) & booked["taxable"].gt(50_000).to_numpy()
    rows = booked[chosen]
    parts = dice.choose((2, 3, 4, 5), (60, 20, 12, 8), len(rows)).astype(np.int64)
    way = dice.choose(("equal", "unequal", "discount"), (30, 55, 15), len(rows))
    pieces = rows.iloc[np.repeat(np.arange(len(rows)), parts)]
    turn = pieces.groupby("document").cumcount().to_numpy()
    many, kind = np.repeat(parts, parts), np.repeat(way, parts)
    discounted = np.where(turn == 0, 108, -8 / np.maximum(many - 1, 1))
    weight = np.select([kind == "equal", kind == "unequal"], [100, 37 + 61 * turn], discounted)
    total = pd.Series(weight).groupby(pieces["document"].to_numpy()).transform("sum").to_numpy()
    last = turn == many - 1
    pieces = pieces.assign(part=turn, damage="split booking")
    for name in HEADS:
        whole = pieces[name].to_numpy()
        share = np.where(last, 0, (whole * weight / total).astype(np.int64))
        rest = whole - pd.Series(share).groupby(pieces["document"].to_numpy()).transform("sum").to_numpy()
        pieces[name] = np.where(last, rest, share)
    later = np.where(dice.shares(len(pieces)) < 0.3, turn * 2, 0) * np.timedelta64(1, "D")
    pieces["date"] = (pieces["date"].to_numpy() + later).astype("datetime64[s]")
    suffix = np.repeat(dice.shares(len(rows)) < 0.15, parts)
    pieces["number"] = np.where(suffix, pieces["number"] + "/" + (turn + 1).astype(str), pieces["number"])
    return pd.concat([booked[~chosen], pieces], ignore_index=True)


def _copied(booked: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """One row in a hundred is booked twice: to the letter, or with other separators or another date."""
    fits = booked["part"].eq(0) & booked["damage"].ne("split booking") & booked["twin"].eq("")
    extra = booked[fits.to_numpy() & (dice.shares(len(booked)) < 0.01)].assign(copy=True)
    kind = dice.pick(len(extra), (60, 25, 15))
    extra["number"] = np.where(kind == 1, extra["number"].str.replace("/", "-"), extra["number"])
    extra.loc[kind == 2, "date"] = extra.loc[kind == 2, "date"] + np.timedelta64(4, "D")
    return pd.concat([booked, extra], ignore_index=True)


def _frame(documents: pd.DataFrame) -> pd.DataFrame:
    """The columns as in schema.py, in rupees."""
    frame = pd.DataFrame(
        {
            "recipient_gstin": documents["own"].astype("str"),
            "supplier_gstin": documents["gstin"].astype("str"),
            "doc_type": documents["doc_type"].astype("str"),
            "doc_number": documents["number"].astype("str"),
            "doc_date": documents["date"].to_numpy().astype("datetime64[s]"),
            "original_number": documents["original_number"].astype("str"),
            "original_date": documents["original_date"].to_numpy().astype("datetime64[s]"),
            "port_code": documents["port"].astype("str"),
            "place_of_supply": documents["place"].astype("str"),
            "reverse_charge": documents["reverse"].to_numpy(dtype=bool),
            "doc_value": documents[list(HEADS)].sum(axis=1) / 100,
            **{name: documents[head] / 100 for name, head in zip(_AMOUNTS, HEADS, strict=True)},
            "section": documents["section"].astype("str"),
            "family": documents["family"].astype("str"),
        }
    )
    if "missing" in documents:
        for name, head in zip(_AMOUNTS, HEADS, strict=True):
            frame.loc[documents["missing"].str.contains(head).to_numpy(), name] = np.nan
    return frame


_AMOUNTS = ("taxable_value", "igst", "cgst", "sgst", "cess")
