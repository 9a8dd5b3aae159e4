"""Whose error it is: the portal names supplier and number, and of the rest what it likes."""

import pandas as pd
import pytest
from support.push_desk import BUYER, record

from ims_xl import schema
from ims_xl.gstn import wire
from ims_xl.gstn.offline import ERROR_COLUMNS
from ims_xl.push.outcomes import refused_rows

SURAT = "24AAZCS2222F1ZB"
HELD = wire.read_sections(
    {
        "b2b": [
            record("A/1", idt="17-09-2026", rtnprd="092026"),
            record("A/1", idt="17-10-2026", rtnprd="102026"),
            record("A/2", rtnprd="102026"),
        ],
        "ecom": [record("A/2", "ecom", rtnprd="102026")],
    },
    recipient_gstin=BUYER,
).documents


def laid(*errors: dict[str, object]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """What is said of which document (section, number, period), and the messages that are laid to none."""
    usual = {"section": "b2b", "supplier_gstin": SURAT, "doc_number": "A/1", "message": "refused"}
    given = schema.conform(pd.DataFrame([{**usual, **error} for error in errors]), ERROR_COLUMNS)
    found, strangers = refused_rows(given, HELD)
    names = HELD.set_index("doc_id").loc[found["doc_id"]]
    keys = zip(names["section"], names["doc_number"], names["supplier_period"], strict=True)
    named = [(f"{section} {number}", period, said) for (section, number, period), said in zip(keys, found["message"], strict=True)]  # fmt: skip
    return named, strangers["message"].tolist()


@pytest.mark.parametrize("period", ["092026", "102026"])
def test_a_period_without_a_date_names_one_document(period: str) -> None:
    assert laid({"supplier_period": period}) == ([("b2b A/1", period, "refused")], [])


@pytest.mark.parametrize(("date", "period"), [("2026-09-17", "092026"), ("2026-10-17", "102026")])
def test_a_date_without_a_period_names_one_document(date: str, period: str) -> None:
    assert laid({"doc_date": pd.Timestamp(date)}) == ([("b2b A/1", period, "refused")], [])


def test_a_date_and_a_period_that_disagree_name_none() -> None:
    assert laid({"doc_date": pd.Timestamp("2026-09-17"), "supplier_period": "102026"}) == ([], ["refused"])


@pytest.mark.parametrize("error", [{}, {"doc_number": "A/2", "section": "ECOM_INV"}])
def test_an_error_that_fits_two_documents_names_neither(error: dict[str, object]) -> None:
    assert laid(error) == ([], ["refused"])


@pytest.mark.parametrize("section", ["b2b", "ecom"])
def test_a_number_in_two_sections_is_laid_to_the_section_that_is_named(section: str) -> None:
    assert laid({"section": section, "doc_number": "A/2"}) == ([(f"{section} A/2", "102026", "refused")], [])


def test_a_section_under_a_name_of_the_portals_own_stands_for_any() -> None:
    error = {"section": "B2B_INV", "supplier_period": "092026"}
    assert laid(error) == ([("b2b A/1", "092026", "refused")], [])


@pytest.mark.parametrize(
    "error",
    [
        {"doc_number": "A/3"},
        {"supplier_gstin": "27AAZCM4444H1ZV"},
        {"supplier_period": "112026"},
        {"doc_date": pd.Timestamp("2026-10-18")},
    ],
)
def test_an_error_of_another_document_is_laid_to_none(error: dict[str, object]) -> None:
    assert laid(error) == ([], ["refused"])


def test_errors_in_any_order_are_each_laid_to_their_own() -> None:
    assert laid(
        {"section": "ecom", "doc_number": "A/2", "message": "of the shop"},
        {"supplier_period": "102026", "message": "of October"},
        {"doc_number": "Z/9", "message": "of nobody"},
        {"doc_number": "A/2", "message": "of the invoice"},
        {"supplier_period": "092026", "message": "of September"},
    ) == (
        [
            ("ecom A/2", "102026", "of the shop"),
            ("b2b A/1", "102026", "of October"),
            ("b2b A/2", "102026", "of the invoice"),
            ("b2b A/1", "092026", "of September"),
        ],
        ["of nobody"],
    )
