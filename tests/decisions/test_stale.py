import pandas as pd

from ims_xl.decisions.stale import stale_reason


def test_every_change_is_named(documents):
    old = documents({"place_of_supply": "27", "cess": None, "original_number": ""}).iloc[0]
    new = documents(
        {"place_of_supply": "24", "cess": 5.0, "original_number": "A/0", "doc_date": pd.Timestamp("2026-10-18")}
    ).iloc[0]
    assert stale_reason(old, new) == (
        "date 17-Oct-2026 -> 18-Oct-2026; original number – -> A/0; place of supply 27 -> 24; cess – -> 5.00"
    )


def test_when_the_old_document_is_not_known(documents):
    assert stale_reason(None, documents({}).iloc[0]) == "the document changed after it was marked"
