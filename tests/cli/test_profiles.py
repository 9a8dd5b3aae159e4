"""Profiles on the command line: listed, begun on a vendor's, checked without sending anything."""

from pathlib import Path

import pytest

from ims_xl.cli import main
from ims_xl.gstn.profile_files import load_profile

BUYER = "27AAZCD1111E1ZS"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    captured = capsys.readouterr()
    return int(end.value.code or 0), captured.out + captured.err


def test_a_profile_is_begun_on_a_vendor_filled_in_and_checked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "profile", "new", "office", "--from", "whitebooks", "--gstin", BUYER)[0] == 0
    file = home / "profiles" / "office.toml"
    code, told = run(capsys, "profile", "check", "office")
    assert (code, "user_ip is missing" in told) == (1, True)
    file.write_text(file.read_text().replace('user_ip = ""', 'user_ip = "203.0.113.7"'))
    code, told = run(capsys, "profile", "check", "office")
    assert (code, "row 10, column users.27AAZCD1111E1ZS: the user name is missing" in told) == (1, True)
    file.write_text(file.read_text().replace(f'{BUYER} = ""', f'{BUYER} = "deccan"'))
    code, told = run(capsys, "profile", "check", "office")
    assert code == 0
    assert "otp       GET https://api.whitebooks.in/authentication/otprequest?email=<email>" in told
    assert f'body: {{"rtin": "{BUYER}", "reqtyp": "SAVE", "invdata": "..."}}' in told
    assert "Headers of every call client_id: <client_id>" in told.replace("\n", " ")
    assert "Nothing was sent. Secrets go to https://api.whitebooks.in" in told
    assert "Not known: Whether refreshtoken keeps" in told
    assert load_profile("office").words.status == {}
    assert not (home / "traffic").exists()


def test_every_fault_is_shown_with_its_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "profiles").mkdir()
    (home / "profiles" / "own.toml").write_text(
        'base = "cleartax"\nuser_ip = "203.0.113.7"\n[certificate]\nurl = "/c"\n[headers]\na = "{one}"\nb = "{two}"\n'
    )
    code, told = run(capsys, "profile", "check", "own")
    assert code == 1
    assert "row 6, column headers.a: {one} is not known here" in " ".join(told.split())
    assert "row 7, column headers.b: {two} is not known here" in " ".join(told.split())


def test_vendors_are_listed_with_their_certainty(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "profile", "list")
    assert code == 0
    assert "None yet." in told
    assert "IMS by analogy; never called by us." in told
    assert run(capsys, "profile", "new", "office", "--from", "alankit")[0] == 0
    assert "  office\n" in run(capsys, "profile", "list")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "a/b", "--from", "alankit"], "the name of a profile is one word"),
        (["new", "office", "--from", "nobody"], "No profile of that vendor comes with the program"),
        (["check", "gone"], "There is no such profile"),
    ],
)
def test_what_cannot_be_is_told(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    code, said = run(capsys, "profile", *words)
    assert code == 1
    assert told.lower() in " ".join(said.split()).lower()


def test_a_profile_is_not_written_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "profile", "new", "office", "--from", "alankit")[0] == 0
    code, told = run(capsys, "profile", "new", "Office", "--from", "vayana")
    assert (code, "There is a profile of that name" in told) == (1, True)
    assert 'base = "alankit"' in (home / "profiles" / "office.toml").read_text()
