"""What lies in a folder, and whose it is: the GSTIN inside comes before names and folders, and nothing is guessed."""

import json

import openpyxl
import pytest
from support.practice_desk import DECCAN, GODAVARI, KONKAN

from ims_xl.practice.files import identify, in_folder, workbook
from ims_xl.ui import Silent
from ims_xl.workflow import new_workbook


def whose(folder, path, **folders):
    found = identify(path, folder.root, folders)
    return found.kind, found.gstin, found.certain


def test_the_gstin_inside_a_portal_file_says_whose_it_is_whatever_its_name_says(folder):
    assert whose(folder, folder.portal_file(DECCAN, f"{KONKAN}/{KONKAN}.json")) == ("portal", DECCAN, True)


def test_the_gstin_inside_a_register_says_whose_it_is(folder):
    assert whose(folder, folder.register(KONKAN, "a.xlsx")) == ("purchases", KONKAN, True)


def test_a_register_that_names_nobody_is_his_whose_gstin_its_name_has(folder):
    path = folder.register(DECCAN, f"{GODAVARI}/Purchases {KONKAN}.xlsx", names_owner=False)
    assert whose(folder, path) == ("purchases", KONKAN, False)


def test_or_else_his_in_whose_folder_it_lies(folder):
    path = folder.register(DECCAN, f"{GODAVARI}/Oct/Purchases.xlsx", names_owner=False)
    assert whose(folder, path) == ("purchases", GODAVARI, False)
    named = folder.register(DECCAN, "North/Konkan/Purchases.xlsx", names_owner=False)
    assert whose(folder, named, **{"north/konkan": KONKAN}) == ("purchases", KONKAN, False)


def test_what_nothing_names_is_nobodys_and_says_what_to_do(folder):
    path = folder.register(DECCAN, "Inbox/Purchases.xlsx", names_owner=False)
    found = identify(path, folder.root, {})
    assert (found.kind, found.gstin) == ("purchases", "")
    assert "put the GSTIN into its name" in found.said


def test_a_name_with_two_gstins_names_nobody(folder):
    path = folder.register(DECCAN, f"{KONKAN} for {GODAVARI}.xlsx", names_owner=False)
    assert whose(folder, path)[1] == ""


def test_a_file_that_names_two_owners_inside_is_nobodys(folder):
    path = folder.portal_file(DECCAN)
    payload = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**payload, "rtin": KONKAN}), encoding="utf-8")
    found = identify(path, folder.root, {})
    assert (found.gstin, DECCAN in found.said, KONKAN in found.said) == ("", True, True)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("upload.json", '{"reqtyp": "SAVE", "rtin": "27AAZCD1111E1ZS", "invdata": {"b2b": []}}', "upload file"),
        ("note.txt", "Dear all", "No purchase data"),
        ("broken.json", '{"b2b": [', "cut off"),
        ("empty.csv", "", "empty"),
        ("clients.csv", "Name,GSTIN\nDeccan,27AAZCD1111E1ZS\n", "list of clients"),
    ],
)
def test_what_is_no_file_for_a_batch_says_why(folder, name, content, words):
    path = folder.root / name
    path.write_text(content, encoding="utf-8")
    found = identify(path, folder.root, {})
    assert (found.kind, found.gstin) == ("other", "")
    assert words in found.said


def test_a_workbook_of_ours_is_known_by_its_hidden_sheet_alone(folder):
    path = folder.root / "anything.xlsx"
    new_workbook(path, Silent(), gstin=KONKAN, period="Oct-2026", name="Konkan")
    found = workbook(path)
    assert found is not None
    assert (found.gstin, found.period) == (KONKAN, "102026")


def test_another_workbook_is_none_of_ours(folder):
    assert workbook(folder.register(DECCAN, "a.xlsx")) is None
    for name, title in (("b.xlsx", "_ims"), ("c.xlsx", "ims")):
        book = openpyxl.Workbook()
        book.create_sheet(title)["A1"] = '{"format": 1}'
        book.save(folder.root / name)
        assert workbook(folder.root / name) is None
    (folder.root / "d.xlsx").write_text("no zip")
    assert workbook(folder.root / "d.xlsx") is None


def test_hidden_files_and_the_locks_of_office_are_passed_over(folder):
    wanted = folder.register(DECCAN, "Deccan/a.xlsx")
    for name in (".cache/b.xlsx", "Deccan/~$a.xlsx", "Deccan/.c.csv", "Deccan/scan.pdf"):
        (folder.root / name).parent.mkdir(exist_ok=True)
        (folder.root / name).write_text("x")
    assert in_folder(folder.root) == [wanted]
