"""What goes into a room of the store comes out of it unchanged."""

import datetime as dt
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from ims_xl import schema
from ims_xl.issues import Issue
from ims_xl.store import Store

from .conftest import books, ims

AT = "2026-11-24 10:00:00"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(texts.filter(bool), min_size=1, max_size=4, unique=True),
    texts,
    st.floats(0, 1e12).map(lambda rupees: round(rupees, 2)) | st.just(float("nan")),
    st.booleans(),
)
def test_documents_come_back_as_they_were(
    store: Store, numbers: list[str], name: str, rupees: float, blocked: bool
) -> None:
    rows = [
        {"doc_number": number, "supplier_name": name, "igst": rupees, "pending_blocked": blocked} for number in numbers
    ]
    documents = ims(*rows, {"doc_number": "0012", "doc_date": pd.NaT})
    documents = documents.drop_duplicates("doc_id", ignore_index=True)
    store.portal._db.execute("DELETE FROM ims")
    store.portal.replace(documents, ["b2b"], 1)
    assert_frame_equal(store.portal.documents(), documents)


def test_only_the_sections_of_the_answer_are_replaced(store: Store) -> None:
    note: dict[str, Any] = {"section": "b2bcn", "doc_type": "CN", "doc_number": "CN/1"}
    store.portal.replace(ims({}, {"doc_number": "A/2"}, note), ["b2b", "b2bcn"], 1)
    store.portal.replace(ims({"doc_number": "A/2"}), ["b2b"], 2)
    assert sorted(store.portal.documents()["doc_number"]) == ["A/2", "CN/1"]


def test_every_version_of_a_document_is_kept(store: Store) -> None:
    for source, igst in ((1, 18_000.0), (2, 17_000.0), (3, 18_000.0)):
        store.portal.replace(ims({"igst": igst}), ["b2b"], source)
    doc_id = ims({})["doc_id"][0]
    versions = store.portal.versions([doc_id])
    assert versions[["igst", "present", "last_source"]].to_numpy().tolist() == [[17_000.0, 0, 2], [18_000.0, 1, 3]]
    assert store.portal.versions([]).empty


def test_book_rows_carry_the_registers_own_columns(store: Store) -> None:
    rows = books({}, {"doc_number": "0012", "source_row": 7}).assign(**{"Cost centre": ["0042", ""], "Qty": [3, None]})
    store.registers.replace("book-1", rows, ["register.xlsx"])
    found = store.registers.of("book-1")
    assert found["doc_number"].to_list() == ["A/1", "0012"]
    assert found["Cost centre"].to_list()[0] == "0042"
    assert found["Qty"].to_list()[0] == 3
    assert store.registers.of("book-2").empty


def test_a_file_read_again_replaces_what_it_gave_and_nothing_else(store: Store) -> None:
    store.registers.replace("book-1", books({}, {"doc_number": "A/2"}), ["register.xlsx"])
    store.registers.replace("book-1", books({"doc_number": "B/1", "source_file": "b.csv"}), ["b.csv"])
    store.registers.replace("book-1", books({"doc_number": "A/3"}), ["register.xlsx"])
    assert sorted(store.registers.of("book-1")["doc_number"]) == ["A/3", "B/1"]


def test_carried_rows_stay_when_their_file_is_read_again(store: Store) -> None:
    store.registers.carry("book-2", books({}).assign(carried_from=""), "092026")
    store.registers.replace("book-2", books({"doc_number": "A/9"}), ["register.xlsx"])
    found = store.registers.of("book-2").set_index("doc_number")["carried_from"]
    assert found.to_dict() == {"A/1": "092026", "A/9": ""}


def test_marks_of_one_workbook_do_not_touch_anothers(store: Store) -> None:
    from ims_xl.store.marks import MARK

    mark = pd.DataFrame([dict.fromkeys(MARK, "") | {"doc_id": "doc-1", "action": "A", "stale": False}])
    mark[[name for name in MARK if name.startswith("declared")]] = float("nan")
    store.marks.replace("book-1", mark.assign(remarks="=1+1"))
    store.marks.replace("book-2", mark.assign(action="R"))
    store.marks.replace("book-2", mark.iloc[:0])
    found = store.marks.of("book-1")
    assert found[["doc_id", "action", "remarks"]].to_numpy().tolist() == [["doc-1", "A", "=1+1"]]
    assert store.marks.of("book-2").empty


def pair(status: str) -> pd.DataFrame:
    names = ("short", "why", "codes")
    return pd.DataFrame([{"ims_doc": "i", "book_doc": "b", "status": status, "score": 9, "margin": 1, "ambiguous": 0} | dict.fromkeys(names, "")])  # fmt: skip


def verdict(status: str) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(("reason", "short", "why", "warning"), "") | {"side": "ims", "doc_id": "i", "status": status}])  # fmt: skip


def test_only_statuses_that_changed_go_into_the_history(store: Store) -> None:
    for status in ("Exact Match", "Exact Match", "Mismatched"):
        store.matches.replace("book-1", AT, "{}", "{}", pair(status), verdict(status))
    history = store.matches._db.execute("SELECT run_id, status FROM status_history").fetchall()
    assert history == [(1, "Exact Match"), (3, "Mismatched")]
    assert store.matches.pairs("book-1")["status"].to_list() == ["Mismatched"]
    assert store.matches.last_run("book-1") == (3, AT, "{}")
    assert store.matches.last_run("book-2") is None


def test_an_upload_and_what_became_of_it(store: Store) -> None:
    rows = pd.DataFrame({"doc_id": ["i", "j"], "fingerprint": "f", "action": ["A", "R"]})
    number = store.uploads.add("book-1", AT, "asha", "Portal file", "up.json", "ff", "written", rows)
    store.uploads.settle(number, [("j", "Refused by the portal", "IMSSAV0010")], "1 refused", AT)
    assert store.uploads.rows("book-1")[["doc_id", "outcome"]].to_numpy().tolist() == [["i", ""], ["j", "Refused by the portal"]]  # fmt: skip
    assert store.uploads.of("book-1")["status"].to_list() == ["1 refused"]


def test_findings_are_replaced_by_step_and_by_file(store: Store) -> None:
    for file in ("a.xlsx", "b.xlsx"):
        store.findings.replace("book-1", "purchase data", [Issue("error", f"bad {file}", file=file)], [file])
    store.findings.replace("book-1", "purchase data", [], ["a.xlsx"])
    assert store.findings.of("book-1")["reason"].to_list() == ["bad b.xlsx"]


def test_own_cells_keep_their_kind(store: Store) -> None:
    when = dt.datetime(2026, 5, 5)
    cells = pd.DataFrame(
        {"Asked": ["=1+1", None], "On": [when, None], "Qty": [12.0, None]}, index=["i", "j"], dtype="object"
    )
    store.own_cells.replace("book-1", cells)
    found = store.own_cells.of("book-1")
    assert found.index.to_list() == ["i"]
    assert found.loc["i"].to_dict() == {"Asked": "=1+1", "On": when, "Qty": 12.0}
    assert store.own_cells.of("book-2").empty


def test_a_workbook_and_its_files_are_known(store: Store, tmp_path: Any) -> None:
    assert not store.sources.knows("book-1")
    store.sources.register("book-1", "G", "102026", AT, tmp_path / "b.xlsx")
    assert store.sources.knows("book-1")
    assert not store.sources.has_portal_data("book-1")
    store.sources.add("book-1", "portal", AT, AT, "ims.json", "Portal JSON", 20, 20, "ff")
    assert store.sources.has_portal_data("book-1")
    store.sources.remember_drawn(tmp_path / "b.xlsx", "aa")
    assert store.sources.is_as_drawn(tmp_path / "b.xlsx", "aa")
    assert not store.sources.is_as_drawn(tmp_path / "b.xlsx", "bb")


def test_empty_tables_have_the_columns_of_the_schema(store: Store) -> None:
    assert list(store.portal.documents().columns) == [column.name for column in schema.IMS]
    assert store.portal.documents().dtypes.to_dict() == schema.empty(schema.IMS).dtypes.to_dict()


def gstr2b_part(file: str, *numbers: str, period: str = "102026") -> pd.DataFrame:
    """A file of the GSTR-2B of a period with these documents."""
    usual = {"section": "b2b", "doc_type": "INV", "supplier_gstin": "24AAZCS2222F1ZB", "part": "docdata"}
    dated_ = {"gstr2b_period": period, "doc_date": pd.Timestamp("2026-10-17"), "source_file": file}
    return schema.conform(
        pd.DataFrame([{**usual, **dated_, "doc_number": number} for number in numbers]), schema.GSTR2B
    )


def gstr2b_made(generated: str, period: str = "102026", igst: float = float("nan")) -> pd.DataFrame:
    row = {"gstr2b_period": period, "generated": generated, "available_igst": igst}
    return schema.conform(pd.DataFrame([row]), schema.STATEMENTS)


def gstr2b_held(store: Store) -> list[tuple[str, str]]:
    found = store.portal.gstr2b()
    return sorted(zip(found["gstr2b_period"], found["doc_number"], strict=True))


def test_parts_of_a_gstr2b_made_the_same_day_are_held_together(store: Store) -> None:
    store.portal.add_gstr2b(gstr2b_part("one.json", "A/1"), gstr2b_made("14-11-2026"), [AT])
    store.portal.add_gstr2b(gstr2b_part("two.json", "A/2"), gstr2b_made("14-11-2026"), [AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/2")]


def test_parts_of_a_gstr2b_read_in_one_go_are_held_together(store: Store) -> None:
    parts = pd.concat([gstr2b_part("one.json", "A/1"), gstr2b_part("two.json", "A/2")], ignore_index=True)
    made = pd.concat([gstr2b_made("14-11-2026")] * 2, ignore_index=True)
    store.portal.add_gstr2b(parts, made, [AT, AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/2")]


def test_a_part_read_again_replaces_only_itself(store: Store) -> None:
    for file, number in (("one.json", "A/1"), ("two.json", "A/2"), ("two.json", "A/3")):
        store.portal.add_gstr2b(gstr2b_part(file, number), gstr2b_made("14-11-2026"), [AT])
    assert gstr2b_held(store) == [("102026", "A/1"), ("102026", "A/3")]


def test_a_gstr2b_made_on_another_day_replaces_its_period_and_no_other(store: Store) -> None:
    store.portal.add_gstr2b(gstr2b_part("one.json", "S/1", period="092026"), gstr2b_made("14-10-2026", "092026"), [AT])
    store.portal.add_gstr2b(gstr2b_part("one.json", "A/1", "A/2"), gstr2b_made("14-11-2026"), [AT])
    store.portal.add_gstr2b(gstr2b_part("later.json", "A/2", "A/3"), gstr2b_made("18-11-2026", igst=5.25), ["later"])
    assert gstr2b_held(store) == [("092026", "S/1"), ("102026", "A/2"), ("102026", "A/3")]
    (one,) = store.portal.statement("102026")[["generated", "available_igst", "made_at"]].to_numpy().tolist()
    assert one == ["18-11-2026", 5.25, "later"]
    assert store.portal.statement("092026")["generated"].to_list() == ["14-10-2026"]
    assert store.portal.statement("112026").empty


def test_a_whole_gstr2b_replaces_its_parts_of_the_same_day(store: Store) -> None:
    store.portal.add_gstr2b(gstr2b_part("one.json", "S/1", period="092026"), gstr2b_made("14-11-2026", "092026"), [AT])
    store.portal.add_gstr2b(gstr2b_part("one.json", "A/1"), gstr2b_made("14-11-2026"), [AT])
    store.portal.add_gstr2b(gstr2b_part("", "A/9"), gstr2b_made("14-11-2026"), [AT], whole=True)
    assert gstr2b_held(store) == [("092026", "S/1"), ("102026", "A/9")]
