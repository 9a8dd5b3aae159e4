"""Invented suppliers have lawful registrations of their own."""

from ims_xl.gst import gstin
from ims_xl.samples import company
from ims_xl.samples.dice import Dice


def test_the_buyer_is_in_maharashtra_and_passes_the_check() -> None:
    assert gstin.is_valid(company.RECIPIENT)
    assert company.HOME == "27"


def test_suppliers_have_different_valid_registrations_and_invented_names() -> None:
    suppliers = company.suppliers(20_000, Dice(1))
    assert len(suppliers) == 2000
    assert suppliers["gstin"].is_unique
    assert all(map(gstin.is_valid, suppliers["gstin"]))
    assert (suppliers["gstin"].str[:2] == suppliers["state"]).all()
    assert suppliers["name"].str.contains("Sample").all()
    assert set(suppliers["kind"]) == {"rent", "eco", "carrier", "list", "usual"}


def test_a_registration_is_made_from_state_and_index() -> None:
    assert company.gstin("27", 0) == "27AAZCA1000A1Z7"
