import datetime as dt

import pytest

from ims_xl.gst.annual_returns import read_annual_returns, write_annual_returns

EXAMPLE = "Write financial year and day of filing, for example 2025-26: 15-Oct-2026; a semicolon parts several."


def test_years_and_days() -> None:
    found, remedy = read_annual_returns("2025-26: 15-Oct-2026; 2024-2025: 31/12/2025")
    assert (found, remedy) == ((("2025-26", dt.date(2026, 10, 15)), ("2024-25", dt.date(2025, 12, 31))), "")
    assert write_annual_returns(found) == "2025-26: 15-Oct-2026; 2024-25: 31-Dec-2025"
    assert read_annual_returns(" ") == ((), "")


@pytest.mark.parametrize("year", ["2025-26", "FY 2025-26", "2025-2026", "FY25-26", "fy 2025/26", "25-26"])
def test_the_ways_a_year_is_written(year: str) -> None:
    assert read_annual_returns(f"{year}: 15-Oct-2026") == ((("2025-26", dt.date(2026, 10, 15)),), "")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("15-Oct-2026", f"15-Oct-2026: {EXAMPLE}"),
        ("2025-27: 15-Oct-2026", f"2025-27: 15-Oct-2026: {EXAMPLE}"),
        ("2025-26: soon", f"soon is no date. {EXAMPLE}"),
        (
            "2025-26: 31-Mar-2026",
            "2025-26: 31-Mar-2026: the year ends on 31-Mar-2026, so its return was filed after that.",
        ),
        ("2025-26: 15-Oct-2026; 2025-26: 16-Oct-2026", "2025-26 is written twice; keep one."),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, remedy: str) -> None:
    assert read_annual_returns(text) == ((), remedy)
