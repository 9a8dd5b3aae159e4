from ims_xl.matching import match


def test_counts_by_status_and_family_with_credit_notes_subtracted(table) -> None:
    ims = table(
        {"section": "b2b"},
        {"section": "b2bcn", "doc_type": "CN", "doc_number": "CN/1", "taxable_value": 100.0, "igst": 18.0},
        {"section": "ecom", "doc_number": "E/5", "taxable_value": 3000.0, "igst": 150.0},
    )
    books = table(
        {"family": "b2b"},
        {"family": "cdnr", "doc_type": "CN", "doc_number": "CN/1", "taxable_value": -100.0, "igst": -18.0},
        {"family": "imps", "doc_number": "S/1", "taxable_value": 70.0, "igst": 12.6},
    )

    counts = match(ims, books).counts.set_index(["status", "family"])

    assert len(counts) == 20
    assert counts.loc[("Exact Match", "Invoices")].tolist() == [1, 12345.60, 2222.21, 1, 12345.60, 2222.21]
    assert counts.loc[("Exact Match", "CDN")].tolist() == [1, -100.0, -18.0, 1, -100.0, -18.0]
    assert counts.loc[("Missing in PR", "Ecom")].tolist() == [1, 3000.0, 150.0, 0, 0.0, 0.0]
    assert counts.loc[("Missing in IMS", "Invoices")].tolist() == [0, 0.0, 0.0, 1, 70.0, 12.6]
    assert counts["ims_documents"].sum() == len(ims)
    assert counts["books_documents"].sum() == len(books)
