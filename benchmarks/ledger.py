"""A second, harder company, invented apart from the first: papers of sellers and the ledger made of them."""

import copy
from datetime import date, timedelta
from random import Random

import numpy as np
import pandas as pd

from benchmarks.documents import Market
from benchmarks.sellers import Seller, days_of, invent_sellers
from benchmarks.slips import HEADS, NOTE_SLIPS, OURS, SLIPS, Paper, slip_up
from benchmarks.world import REGISTERS, World

SLIPPED = {"normal": 0.22, "hard": 0.38}
"""Share of booked papers with a slip."""

_SISTERS = {"normal": 0.08, "hard": 0.25}
_AMOUNTS = {"taxable_value": "taxable", **{name: name for name in HEADS}}
_SECTIONS = {"INV": "b2b", "CN": "b2bcn", "DN": "b2bdn"}
_FAMILIES = {"INV": "b2b", "CN": "cdnr", "DN": "cdnr"}


def _paper(random: Random, seller: Seller, day: date, document: int) -> Paper:
    own = OURS[0] if random.random() < 0.85 else OURS[1 + int(random.random() * 2)]
    kind = "INV" if random.random() < 0.95 else ("CN" if random.random() < 0.75 else "DN")
    taxable = seller.value(random)
    if kind != "INV":
        taxable = max(100, int(taxable * random.random() * 0.4))
    tax = (taxable * seller.rate + 50) // 100
    half = (taxable * seller.rate + 100) // 200
    home = seller.state == own[:2]
    return Paper(
        document, seller.gstin, own, kind, seller.number(random, day), day, taxable,
        0 if home else tax, half if home else 0, half if home else 0, 0, seller.rate, place=own[:2],
    )  # fmt: skip


def _papers(random: Random, market: Market, supplies: int) -> list[Paper]:
    sellers = invent_sellers(random, supplies, market.repeating, _SISTERS[market.name])
    total = sum(seller.weight for seller in sellers)
    papers: list[Paper] = []
    for seller in sellers:
        wanted = seller.weight / total * supplies
        count = int(wanted) + (random.random() < wanted % 1)
        if seller.trade == "rent":
            count = min(count, 36)
        for day in days_of(random, seller, count):
            paper = _paper(random, seller, day, len(papers))
            if paper.kind + paper.number in seller.issued:
                continue  # nobody could tell the two apart
            seller.issued.add(paper.kind + paper.number)
            papers.append(paper)
    return papers


def _booked_in_parts(random: Random, paper: Paper) -> list[Paper]:
    """The rows of one bill with several expense heads, or with a later freight row."""
    count = 2 + int(random.random() ** 2 * 3)
    rows = [copy.copy(paper) for _ in range(count)]
    shares = [0.1 + random.random() for _ in rows]
    for name in ("taxable", *HEADS):
        whole, left = getattr(paper, name), getattr(paper, name)
        for place, row in enumerate(rows):
            value = left if place == count - 1 else int(whole * shares[place] / sum(shares))
            setattr(row, name, value)
            left -= value
    for place, row in enumerate(rows):
        row.part, row.slips = place, ("in parts",)
    return rows


def invent_ledger(market: Market, supplies: int, seed: int) -> World:
    """The same world for the same arguments, on every machine."""
    random = Random(seed)
    papers = _papers(random, market, supplies)
    ims: list[Paper] = []
    books: list[Paper] = []
    earlier: list[Paper] = []
    for paper in papers:
        where = random.random()
        alone = market.one_sided / 2
        if where < alone:
            ims.append(paper)
            continue
        if where < 2 * alone:
            where_to = None
        elif where < 2 * alone + 0.03:
            where_to = earlier
        else:
            where_to = ims
        if where_to is not None:
            where_to.append(copy.copy(paper))
        books += _booked(random, market, paper)
    for side in (ims, books, earlier):
        random.shuffle(side)
    ours, theirs, before = (_frame(side) for side in (ims, books, earlier))
    register = list(REGISTERS)[seed % 3]
    purchases = theirs.drop(columns=["section", *REGISTERS[register]]).assign(source_row=np.arange(len(books)) + 6)
    return World(
        name=f"{market.name} ledger, seed {seed}, register {register}",
        ims=ours.assign(supplier_period="092026").drop(columns="family"),
        purchases=purchases,
        earlier=before.assign(gstr2b_period="082026", part="docdata").drop(columns="family"),
        ims_document=np.array([paper.document for paper in ims], dtype=np.int64),
        book_document=np.array([paper.document for paper in books], dtype=np.int64),
        book_part=np.array([paper.part for paper in books], dtype=np.int64),
        copies=np.array([paper.copy for paper in books], dtype=bool),
        damage=np.array([", ".join(paper.slips) for paper in books], dtype=object),
        earlier_document=np.array([paper.document for paper in earlier], dtype=np.int64),
    )


def _booked(random: Random, market: Market, paper: Paper) -> list[Paper]:
    """The ledger rows of a paper."""
    row = copy.copy(paper)
    if row.kind != "INV":
        slip_up(row, random, 0.4, NOTE_SLIPS)
    if random.random() < 0.012 and row.kind == "INV" and row.taxable > 100_000:
        return _booked_in_parts(random, row)
    slip_up(row, random, SLIPPED[market.name], SLIPS)
    rows = [row]
    if random.random() < 0.008:
        again = copy.copy(row)
        again.copy = True
        if random.random() < 0.4:
            again.number = again.number.replace("/", "-")
        if random.random() < 0.3 and again.day:
            again.day += timedelta(days=3)
        rows.append(again)
    return rows


def _frame(papers: list[Paper]) -> pd.DataFrame:
    texts = {
        "recipient_gstin": [paper.own for paper in papers],
        "supplier_gstin": [paper.gstin for paper in papers],
        "doc_type": [paper.kind for paper in papers],
        "doc_number": [paper.number for paper in papers],
        "original_number": [paper.original for paper in papers],
        "port_code": [paper.port for paper in papers],
        "place_of_supply": [paper.place for paper in papers],
        "section": [_SECTIONS[paper.kind] for paper in papers],
        "family": [_FAMILIES[paper.kind] for paper in papers],
    }
    frame = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in texts.items()})
    days = np.array([paper.day or "NaT" for paper in papers], dtype="datetime64[D]")
    frame["doc_date"] = days.astype("datetime64[s]")
    frame["original_date"] = np.full(len(papers), "NaT", dtype="datetime64[s]")
    frame["reverse_charge"] = np.array([paper.reverse for paper in papers], dtype=bool)
    for column, name in _AMOUNTS.items():
        values = np.array([getattr(paper, name) for paper in papers], dtype=np.int64) / 100
        values[np.array([name in paper.missing for paper in papers], dtype=bool)] = np.nan
        frame[column] = values
    frame["doc_value"] = frame[list(_AMOUNTS)].sum(axis=1)
    return frame
