import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases.derived_heads import halves, heads_by_state, integrated


def heads(igst=0.0, half=0.0):
    return {"igst": igst, "cgst": half, "sgst": half, "cess": 0.0}


@pytest.mark.parametrize(
    ("tax", "supplier", "own", "found"),
    [
        (180.0, SURAT, BUYER, heads(igst=180.0)),
        (180.02, MUMBAI, BUYER, heads(half=90.01)),
        (180.01, MUMBAI, BUYER, None),
        (180.01, SURAT, BUYER, heads(igst=180.01)),
        (180.0, "", BUYER, None),
        (180.0, MUMBAI, "", None),
        (180.0, "27AAPFU0939F1Z", BUYER, None),
        (180.0, "9917USA29001OSB", BUYER, None),
        (0.0, "", "", heads()),
    ],
)
def test_heads_follow_the_states_and_are_never_guessed(tax, supplier, own, found):
    assert heads_by_state(tax, supplier, own) == found


def test_halves_and_the_whole():
    assert halves(0.02) == heads(half=0.01)
    assert halves(0.03) is None
    assert integrated(0.03) == heads(igst=0.03)
