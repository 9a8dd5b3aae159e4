"""Letters that were prepared: lines that are only added, of every workbook."""


def test_oldest_first_with_the_workbook(store) -> None:
    store.letters.add("b1", [("2026-11-01 10:00:00", "Asha", "24A", "Surat", "", "Pending 1", 1, "one.eml")])
    store.letters.add(
        "b2", [("2026-11-09 10:00:00", "Ravi", "24A", "Surat", "a@b.example", "Rejected 2", 2, "two.eml")]
    )
    assert store.letters.all().to_numpy().tolist() == [
        ["b1", "2026-11-01 10:00:00", "Asha", "24A", "Surat", "", "Pending 1", 1, "one.eml"],
        ["b2", "2026-11-09 10:00:00", "Ravi", "24A", "Surat", "a@b.example", "Rejected 2", 2, "two.eml"],
    ]


def test_none_at_first(store) -> None:
    assert len(store.letters.all()) == 0
