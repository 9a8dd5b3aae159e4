"""Invented documents: the same for the same seed, valid, of every section."""

from collections import Counter

import pytest

from ims_xl.sandbox import PERIOD, RECIPIENT, serve
from ims_xl.sandbox.generator import check_digit, documents_of, supplier


@pytest.mark.parametrize(
    "gstin", ["27AAPFU0939F1ZV", "24AAQCA8719H1ZC", "24AABCR6898M1ZN", "27AAZCD1111E1ZS", "07AAZCE5555J1ZU"]
)
def test_check_digits(gstin):
    assert check_digit(gstin[:14]) == gstin[14]


def test_suppliers_have_valid_numbers_and_are_different():
    gstins = [supplier(number, 3)[0] for number in range(5000)]
    assert len(set(gstins)) == 5000
    assert all(check_digit(gstin[:14]) == gstin[14] and gstin[5] == "C" for gstin in gstins)


def test_the_same_seed_gives_the_same_documents():
    assert list(documents_of(200, 5)) == list(documents_of(200, 5))
    assert list(documents_of(200, 5)) != list(documents_of(200, 6))


def test_every_section_is_there_and_invoices_prevail():
    count = Counter(section.key for section, _ in documents_of(2000))
    assert len(count) == 12
    assert count["b2b"] > 1400


def test_amounts_add_up_and_taxes_follow_the_states():
    for section, record in documents_of(2000):
        if section.imports:
            continue
        taxes = [record[key] for key in ("iamt", "camt", "samt")]
        assert round(record["txval"] + sum(taxes), 2) == record["val"]
        assert (taxes[0] == 0, taxes[1] == taxes[2]) == (record["stin"][:2] == "27", True)
        assert record["iamt"] == 0 or record["camt"] == 0


def test_a_stand_in_with_documents_holds_them_and_keeps_its_file(tmp_path):
    with serve(documents=150, db=tmp_path / "portal.sqlite") as sandbox:
        first = sandbox.ledger.states(RECIPIENT)
        assert (len(first), set(first.values()), {identity[4] for identity in first}) == (
            150,
            {"N"},
            {PERIOD},
        )
    with serve(documents=9, db=tmp_path / "portal.sqlite") as sandbox:
        assert sandbox.ledger.states(RECIPIENT) == first
