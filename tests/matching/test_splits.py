import pytest

from ims_xl.matching import match

WHOLE = {"doc_number": "SSF/77", "taxable_value": 10000.00, "igst": 1800.00}
SIXTY = {"doc_number": "SSF/77", "taxable_value": 6000.00, "igst": 1080.00}
FORTY = {"doc_number": "77", "taxable_value": 4000.00, "igst": 720.00}


def test_one_document_booked_as_two_rows(table) -> None:
    result = match(table(WHOLE), table(SIXTY, FORTY))

    assert list(result.pairs["purchase_row"]) == [0, 1]
    assert list(result.pairs["status"]) == ["Suggested Match", "Suggested Match"]  # 77 is not SSF/77 as written
    assert "Booked in 2 rows, compared on their sum" in result.pairs["why"][0]


def test_exact_when_every_part_bears_number_and_date(table) -> None:
    pairs = match(table(WHOLE), table(SIXTY, {**FORTY, "doc_number": "SSF/77"})).pairs

    assert list(pairs["status"]) == ["Exact Match", "Exact Match"]


def test_equal_halves_are_parts_not_duplicates(table) -> None:
    half = {"doc_number": "SSF/77", "taxable_value": 5000.00, "igst": 900.00}

    result = match(table(WHOLE), table(half, half))

    assert list(result.pairs["status"]) == ["Exact Match", "Exact Match"]
    assert list(result.purchases["duplicate_of"]) == [-1, -1]


def test_a_part_booked_twice_is_a_duplicate(table) -> None:
    result = match(
        table(WHOLE), table({**SIXTY, "source_row": 7}, {**FORTY, "source_row": 8}, {**SIXTY, "source_row": 9})
    )

    assert len(result.pairs) == 2
    assert sorted(result.purchases["reason"])[2].startswith("duplicate of row")


def test_a_negative_row_is_part_of_the_sum(table) -> None:
    gross = {"doc_number": "SSF/77", "taxable_value": 10500.00, "igst": 1890.00}
    discount = {"doc_number": "SSF/77", "taxable_value": -500.00, "igst": -90.00}

    pairs = match(table(WHOLE), table(gross, discount)).pairs

    assert list(pairs["status"]) == ["Exact Match", "Exact Match"]


def test_rows_that_do_not_add_up_are_no_split(table) -> None:
    result = match(table(WHOLE), table(SIXTY, {**FORTY, "taxable_value": 3000.00}))

    assert list(result.pairs["status"]) == ["Mismatched"]
    assert list(result.purchases["status"]) == ["Mismatched", "Missing in IMS"]


@pytest.mark.parametrize("parts", [2, 3, 4, 5])
def test_up_to_five_rows(table, parts: int) -> None:
    share = {"doc_number": "SSF/77", "taxable_value": 10000.00 / parts, "igst": 1800.00 / parts}
    rows = [{**share, "voucher_number": f"V{part}"} for part in range(parts)]

    result = match(table(WHOLE), table(*rows))

    assert list(result.pairs["purchase_row"]) == list(range(parts))
    assert set(result.purchases["status"]) == {"Exact Match"}
    assert result.ims["why"][0].startswith(f"Booked in {parts} rows, compared on their sum")


def test_parts_numbered_by_the_bookkeeper(table) -> None:
    books = table({**SIXTY, "doc_number": "SSF/77/1"}, {**FORTY, "doc_number": "SSF/77/2"})

    result = match(table(WHOLE), books)

    assert list(result.pairs["status"]) == ["Suggested Match", "Suggested Match"]
    assert result.purchases["why"][1] == (
        "Number written differently: IMS SSF/77, books SSF/77/2; booked in 2 rows, compared on their sum; "
        "amounts and date agree."
    )


def test_parts_of_another_year_are_no_parts(table) -> None:
    result = match(table(WHOLE), table(SIXTY, {**FORTY, "doc_number": "SSF/77", "doc_date": "2025-10-09"}))

    assert list(result.pairs["status"]) == ["Mismatched"]
