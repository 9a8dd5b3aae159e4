"""Profiles on the command line: listed, begun on a vendor's, checked without sending anything."""

from pathlib import Path

import pytest
from support.portal import VECTORS

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
        (
            ["new", "office", "--from", "alankit", "--gstin", "27AAZCD1111E1ZT"],
            "This is not a GSTIN (value: 27AAZCD1111E1ZT)",
        ),
        (["new", "office", "--from", "alankit", "--gstin", "x", "--test"], "This is not a GSTIN"),
        (["check", "gone"], "There is no such profile"),
    ],
)
def test_what_cannot_be_is_told(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    code, said = run(capsys, "profile", *words)
    assert code == 1
    assert told.lower() in " ".join(said.split()).lower()


@pytest.mark.parametrize(
    ("vendor", "written"),
    [
        ("whitebooks", ['base_url = "https://apisandbox.whitebooks.in"']),
        ("taxpro-sealed", ['base_url = "https://gstsandbox.charteredinfo.com"']),
        ("taxpro-decrypted", ['base_url = "https://gstsandbox.charteredinfo.com"']),
        ("alankit", ['base_url = "https://uatapi.alankitgst.com"']),
        ("adaequare", ['base_url = "https://gsp.adaequare.com"', '[paths]\nprefix = "/test"']),
        ("sandbox-co-in", ['base_url = "https://test-api.sandbox.co.in"', "[limits]\nper_minute = 25"]),
        ("vayana", ['base_url = ""   # your GSP gives it']),
        ("cleartax", ['base_url = ""   # your GSP gives it']),
    ],
)
def test_a_profile_for_the_test_environment_of_a_vendor(
    home: Path, capsys: pytest.CaptureFixture[str], vendor: str, written: list[str]
) -> None:
    assert run(capsys, "profile", "new", "try", "--from", vendor, "--test", "--gstin", BUYER.lower())[0] == 0
    text = (home / "profiles" / "try.toml").read_text()
    assert all(line in text for line in written)
    assert f'{BUYER} = ""' in text


def test_calls_to_the_test_environment_of_a_gsp_on_the_same_host(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "profile", "new", "try", "--from", "adaequare", "--test", "--gstin", BUYER)[0] == 0
    file = home / "profiles" / "try.toml"
    (home / "profiles" / "gstn-public.pem").write_text(VECTORS["public_key"])
    text = (
        file.read_text().replace('user_ip = ""', 'user_ip = "203.0.113.7"').replace(f'{BUYER} = ""', f'{BUYER} = "d"')
    )
    file.write_text(text)
    code, told = run(capsys, "profile", "check", "try")
    assert code == 0
    assert "gsp       POST https://gsp.adaequare.com/gsp/authenticate?grant_type=token" in told
    assert "otp       POST https://gsp.adaequare.com/test/gstn/authenticate" in told
    assert run(capsys, "profile", "check", "try", "--gstin", "27")[0] == 1


def test_a_profile_is_not_written_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "profile", "new", "office", "--from", "alankit")[0] == 0
    code, told = run(capsys, "profile", "new", "Office", "--from", "vayana")
    assert (code, "There is a profile of that name" in told) == (1, True)
    assert 'base = "alankit"' in (home / "profiles" / "office.toml").read_text()
