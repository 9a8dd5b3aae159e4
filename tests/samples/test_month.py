"""An invented month is the same every time, is lawful, and knows the truth about itself."""

import numpy as np
import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.issues import ImsError
from ims_xl.matching import match
from ims_xl.money import paise
from ims_xl.samples import SampleMonth, make_month
from ims_xl.samples.damage import DAMAGES


@pytest.fixture(scope="module")
def month() -> SampleMonth:
    return make_month(documents=2000, seed=3)


def test_the_same_arguments_give_the_same_month() -> None:
    first, second, other = (make_month(documents=60, seed=seed) for seed in (5, 5, 6))
    for name in ("ims", "next_ims", "books", "earlier", "truth"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
    assert not first.ims.equals(other.ims)


@pytest.mark.parametrize("documents", [40, 61, 500])
def test_every_section_has_documents_and_together_they_are_as_many_as_asked_for(documents: int) -> None:
    sections = make_month(documents=documents).ims["section"]
    assert len(sections) == documents
    assert set(sections) == {"b2b", "b2ba", "b2bcn", "b2bcna", "b2bdn", "b2bdna", "ecom", "ecoma", "impg"}


def test_a_month_too_small_to_show_everything_is_refused() -> None:
    with pytest.raises(ImsError, match="Ask for 40 documents or more"):
        make_month(documents=39)


def test_periods_and_dates_follow_the_period_asked_for() -> None:
    month = make_month(documents=60, period="012027")
    assert set(month.ims["supplier_period"]) == {"122026", "012027", "022027"}
    assert set(month.earlier["gstr2b_period"]) == {"122026"}
    assert month.next_ims["doc_date"].max() > pd.Timestamp("2027-02-01")


def test_registrations_and_numbers_are_as_the_law_wants_them(month: SampleMonth) -> None:
    documents = month.ims[month.ims["section"] != "impg"]
    assert all(map(gstin.is_valid, documents["supplier_gstin"].unique()))
    assert documents["doc_number"].str.fullmatch(r"[A-Za-z0-9][A-Za-z0-9/-]{0,15}").all()
    assert not month.ims["doc_id"].duplicated().any()
    assert not month.next_ims["doc_id"].duplicated().any()


def test_tax_heads_follow_the_state_of_the_supplier(month: SampleMonth) -> None:
    ims = month.ims
    inside = ims["supplier_gstin"].str.startswith("27")
    assert (ims.loc[inside, "igst"] == 0).all()
    assert (ims["cgst"] == ims["sgst"]).all()
    assert (ims.loc[~inside, "cgst"] == 0).all()
    tax = ims[list(schema.TAXES)].sum(axis=1)
    assert (tax > 0).all()
    assert (ims["doc_value"] - ims["taxable_value"] - tax).abs().le(0.50001).all()


def test_the_portal_shows_every_state_a_record_can_have(month: SampleMonth) -> None:
    ims = month.ims
    assert set(ims["portal_action"]) == {"N", "A", "R", "P"}
    assert set(ims["supplier_filed"]) == {"Filed", "Not filed"}
    assert {"R1", "R1A"} <= set(ims["source_form"])
    for flag in ("pending_blocked", "remarks_blocked", "itc_reduction_blocked"):
        assert ims[flag].any()
    assert not (ims["pending_blocked"] & ims["portal_action"].eq("P")).any()
    assert (ims.loc[ims["itc_reduction"] == "Y", "declared_igst"].notna()).all()


def test_untouched_book_rows_agree_with_their_document(month: SampleMonth) -> None:
    for partner, documents, place in (
        ("IMS", month.ims, "ims_row"),
        ("earlier GSTR-2B", month.earlier, "earlier_row"),
    ):
        rows = month.truth[(month.truth["partner"] == partner) & (month.truth["damage"] == "")]
        assert len(rows) > 10
        columns = ["supplier_gstin", "doc_type", "doc_number", "doc_date", *schema.AMOUNTS]
        booked = month.books.loc[rows.index, columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(booked, documents.loc[rows[place], columns].reset_index(drop=True))


def test_every_damage_happens_and_is_named(month: SampleMonth) -> None:
    expected = {damage.name for damage in DAMAGES} | {"split booking", "booked twice", ""}
    assert set(month.truth["damage"]) == expected


def test_the_parts_of_a_split_booking_add_up(month: SampleMonth) -> None:
    parts = month.books[month.truth["damage"] == "split booking"]
    rows = month.truth.loc[parts.index, "ims_row"]
    whole = paise(month.ims["taxable_value"]).loc[sorted(rows.unique())]
    assert rows.value_counts().eq(2).all()
    assert (paise(parts["taxable_value"]).groupby(rows).sum() == whole).all()


def test_a_duplicate_repeats_the_row_it_names(month: SampleMonth) -> None:
    extra = month.truth[month.truth["duplicate_of"] >= 0]
    columns = ["supplier_gstin", "doc_number", "doc_date", "taxable_value"]
    repeated = month.books.loc[extra["duplicate_of"], columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(month.books.loc[extra.index, columns].reset_index(drop=True), repeated)
    assert (
        month.books.loc[extra.index, "source_file"] != month.books.loc[extra["duplicate_of"], "source_file"].to_numpy()
    ).all()


def test_look_alikes_differ_in_separators_only(month: SampleMonth) -> None:
    invoices = month.ims[month.ims["section"] == "b2b"]
    stripped = invoices["doc_number"].str.replace("[-/]", "", regex=True)
    same = invoices.assign(stripped=stripped).duplicated(
        ["supplier_gstin", "stripped", "doc_date", "taxable_value"], keep=False
    )
    assert same.sum() == 20  # two for each half percent of 2,000


def test_next_month_pending_stays_and_what_was_decided_and_filed_is_gone(month: SampleMonth) -> None:
    before, after = month.ims.set_index("doc_id"), month.next_ims.set_index("doc_id")
    decided = before[before["portal_action"].isin(["A", "R"]) & before["supplier_filed"].eq("Filed")]
    pending = before[before["portal_action"] == "P"]
    assert not decided.index.isin(after.index).any()
    assert pending.index.isin(after.index).all()
    stayed = after.index.intersection(before.index)
    corrected = after.loc[stayed, "fingerprint"] != before.loc[stayed, "fingerprint"]
    assert 0 < corrected.sum() < len(stayed)
    assert (after.loc[stayed[corrected], "portal_action"] == "N").all()
    assert (~after.index.isin(before.index)).sum() == round(0.30 * 2000) + round(0.02 * 2000)


def test_the_matcher_finds_the_truth(month: SampleMonth) -> None:
    pairs = match(month.ims, month.books, earlier=month.earlier).pairs
    original = np.where(month.truth["duplicate_of"] >= 0, month.truth["duplicate_of"], month.truth.index)
    partner = month.truth["ims_row"].to_numpy()[original]
    right = (partner[pairs["purchase_row"]] == pairs["ims_row"]).sum()
    assert right / len(pairs) > 0.99
    assert right / (month.truth["ims_row"] >= 0).sum() > 0.99
