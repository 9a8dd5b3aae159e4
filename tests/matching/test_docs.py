from pathlib import Path

from ims_xl.matching.levels import ENOUGH, WEIGHTS

PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")


def test_the_page_shows_the_weights_in_use() -> None:
    rows = [line.split(" | ")[:3] for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 5]
    shown = [(field.removeprefix("| "), level, points) for field, level, points in rows if level.isupper()]

    assert shown == [
        (field, level.name, str(points)) for field, table in WEIGHTS.items() for level, points in table.items()
    ]
    assert f"at least {ENOUGH} points" in PAGE
