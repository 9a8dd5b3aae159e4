"""What was typed into Supplier Contacts, beside what was drawn there and what the store holds meanwhile."""

import pandas as pd

from ims_xl.contacts import NAMES, Contact
from ims_xl.sheets.contact_cells import ContactCells, read_contacts

SURAT, MULUND = "24AAZCS2222F1ZB", "27AAZCM4444H1ZV"
FABRICS = Contact(SURAT, "Surat Fabrics", "a@b.example", "022 1", "Mr Shah")


def read(*lines: tuple[Contact, Contact | None], stored: tuple[Contact, ...] = ()) -> ContactCells:
    """Each line as it stands now, and as it was drawn (None: typed below the table)."""
    rows = [
        {"sheet": "Supplier Contacts", "row": 6 + at, **{name: getattr(now, name) or None for name in NAMES},
         "drawn": drawn.to_text() if drawn else None}
        for at, (now, drawn) in enumerate(lines)
    ]  # fmt: skip
    columns = ["sheet", "row", *NAMES, "drawn"]
    return read_contacts(pd.DataFrame(rows, columns=columns, dtype="object"), {one.key: one for one in stored})


def but(contact: Contact, **more: str) -> Contact:
    return Contact(**{**{name: getattr(contact, name) for name in NAMES}, **more})


def test_a_line_nobody_touched_changes_nothing() -> None:
    assert read((FABRICS, FABRICS), stored=(FABRICS,)) == ContactCells()
    only_documents = Contact(MULUND, "Mulund Hardware")
    assert read((only_documents, only_documents)) == ContactCells()


def test_what_is_typed_is_kept() -> None:
    drawn = Contact(SURAT, "Surat Fabrics")
    assert read((FABRICS, drawn)).keep == {SURAT: FABRICS}
    assert read((but(FABRICS, phone=""), FABRICS), stored=(FABRICS,)).keep == {SURAT: but(FABRICS, phone="")}


def test_a_line_typed_below_the_table_is_a_new_supplier() -> None:
    assert read((Contact("24aazcs 2222f1zb", "Surat"), None)).keep == {SURAT: Contact(SURAT, "Surat")}


def test_what_another_workbook_changed_meanwhile_stays() -> None:
    newer = but(FABRICS, email="new@b.example", notes="pays late")
    assert read((FABRICS, FABRICS), stored=(newer,)) == ContactCells()
    assert read((but(FABRICS, phone="022 2"), FABRICS), stored=(newer,)).keep == {SURAT: but(newer, phone="022 2")}


def test_the_same_cell_changed_in_both_is_told_and_what_stands_here_counts() -> None:
    found = read((but(FABRICS, phone="022 2"), FABRICS), stored=(but(FABRICS, phone="022 3"),))
    assert found.keep[SURAT].phone == "022 2"
    (issue,) = found.issues
    assert (issue.sheet, issue.row, issue.column, issue.value) == ("Supplier Contacts", 6, "Phone", "022 2")
    assert issue.reason == "another workbook had changed this to 022 3 meanwhile; what stands here counts"


def test_another_computer_takes_over_what_the_sheet_holds() -> None:
    assert read((FABRICS, FABRICS)).keep == {SURAT: FABRICS}


def test_a_supplier_whose_fields_are_emptied_is_forgotten_one_whose_line_is_gone_is_not() -> None:
    assert read((Contact(SURAT, "Surat Fabrics"), FABRICS), stored=(FABRICS,)).forget == {SURAT}
    assert read((Contact(), FABRICS), stored=(FABRICS,)).forget == {SURAT}
    assert read(stored=(FABRICS,)) == ContactCells()


def test_a_supplier_of_whom_only_the_name_is_known_stays() -> None:
    named = Contact(SURAT, "Surat")
    assert read((named, named), stored=(named,)) == ContactCells()


def test_a_corrected_gstin_leaves_no_ghost() -> None:
    wrong = but(FABRICS, supplier_gstin="24AAZCS2222F1ZX")
    found = read((FABRICS, wrong), stored=(wrong,))
    assert (found.keep, found.forget, found.issues) == ({SURAT: FABRICS}, {"24AAZCS2222F1ZX"}, [])


def test_a_line_that_was_copied_for_another_supplier_leaves_the_first() -> None:
    copied = but(FABRICS, supplier_gstin=MULUND, supplier_name="Mulund")
    found = read((FABRICS, FABRICS), (copied, FABRICS), stored=(FABRICS,))
    assert (found.keep, found.forget) == ({MULUND: copied}, set())


def test_of_two_lines_of_a_supplier_the_first_counts_and_what_it_lacks_is_taken() -> None:
    found = read((Contact(SURAT, "Surat", "a@b.example"), None), (Contact(SURAT, "", "x@b.example", "022 1"), None))
    assert found.keep == {SURAT: Contact(SURAT, "Surat", "a@b.example", "022 1")}
    assert [(issue.row, issue.column, issue.value) for issue in found.issues] == [(7, "E-mail", "x@b.example")]


def test_what_cannot_be_used_is_told_once_when_it_is_typed_and_kept_as_it_is() -> None:
    drawn = Contact(SURAT, "Surat Fabrics")
    bad = but(drawn, email="wrong", not_reportable="perhaps")
    found = read((bad, drawn))
    assert found.keep == {SURAT: bad}
    assert [(issue.severity, issue.row, issue.column, issue.value) for issue in found.issues] == [
        ("warning", 6, "E-mail", "wrong"),
        ("warning", 6, "Not reportable", "perhaps"),
    ]
    assert read((bad, bad), stored=(bad,)).issues == []


def test_a_contact_without_a_gstin_is_told_and_not_lost() -> None:
    found = read(
        (Contact("", "Village Crafts", phone="022 9"), None), (Contact("", "", notes="who?"), None), (Contact(), None)
    )
    assert set(found.keep) == {"Village Crafts", "who?"}
    assert [issue.reason for issue in found.issues] == ["no GSTIN stands beside this contact"] * 2


def test_numbers_are_taken_as_they_look() -> None:
    row = {
        "sheet": "S",
        "row": 6,
        **dict.fromkeys(NAMES),
        "supplier_gstin": SURAT,
        "phone": 9876543210.0,
        "drawn": None,
    }
    found = read_contacts(pd.DataFrame([row], dtype="object"), {})
    assert found.keep[SURAT].phone == "9876543210"


def test_a_column_that_was_deleted_empties_nothing() -> None:
    row = {"sheet": "S", "row": 6, "supplier_gstin": SURAT, "phone": "022 2", "drawn": FABRICS.to_text()}
    found = read_contacts(pd.DataFrame([row], dtype="object"), {SURAT: FABRICS})
    assert (found.keep, found.forget) == ({SURAT: but(FABRICS, phone="022 2")}, set())


def test_without_the_hidden_column_blank_cells_empty_nothing() -> None:
    row = {"sheet": "S", "row": 6, **{name: getattr(FABRICS, name) for name in NAMES}, "email": None, "drawn": None}
    assert read_contacts(pd.DataFrame([row], dtype="object"), {SURAT: FABRICS}) == ContactCells()
