"""Profiles of providers: read from a file, refused with file, key, value and remedy."""

from pathlib import Path
from typing import Any

import pytest
from support.portal import VECTORS

from ims_xl.gstn import providers
from ims_xl.gstn.profile_files import load_profile
from ims_xl.gstn.providers import sandbox_profile
from ims_xl.issues import ImsError

BUYER = "27AAZCD1111E1ZS"
PROFILE = """
name = "Sample GSP"
base_url = "https://gsp.example/gus/"
user_ip = "203.0.113.7"
[certificate]
file = "gstn.pem"
[users]
27AAZCD1111E1ZS = "demo.buyer"
[words.section]
b2bcn = "B2BCN"
[versions]
ims = "v1.1"
[headers]
clientid = ""
x-client = "{secret.client_id}"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path))
    (tmp_path / "profiles").mkdir()
    return tmp_path


def write(home: Path, text: str = PROFILE, name: str = "sample.toml") -> Path:
    path = home / "profiles" / name
    path.write_text(text, encoding="utf-8")
    for certificate in ("gstn.pem", "gstn-public.pem"):  # of the profile above and of the example
        (path.parent / certificate).write_text(VECTORS["public_key"])
    return path


def refused(name: str) -> ImsError:
    with pytest.raises(ImsError) as caught:
        load_profile(name)
    return caught.value


def test_a_profile_is_found_by_name(home: Path) -> None:
    path = write(home)
    profile = load_profile("sample")
    assert (profile.key, profile.name) == ("sample", "Sample GSP")
    assert profile == load_profile("SAMPLE")
    services = [profile.address(profile.with_services(name)) for name in ("{ims}", "{gstr2b}", "{authenticate}")]
    assert services == [
        "https://gsp.example/gus/taxpayerapi/v1.1/returns/ims",
        "https://gsp.example/gus/taxpayerapi/v0.3/returns/gstr2b",
        "https://gsp.example/gus/taxpayerapi/v1.0/authenticate",
    ]
    assert (profile.request_name("b2bcn"), profile.request_name("b2bdn")) == ("B2BCN", "DN")
    assert (profile.headers["clientid"], profile.headers["x-client"]) == ("", "{secret.client_id}")
    assert profile.headers["client-secret"] == "{secret.client_secret}"  # from the base
    assert profile.certificate
    assert Path(profile.certificate.file) == path.parent / "gstn.pem"
    assert profile.user_of(BUYER) == "demo.buyer"
    assert not profile.is_sandbox
    assert (profile.limits.records, profile.limits.request_bytes) == (1000, 3_000_000)
    assert profile.polling.requests == (2, 3, 15, 30, 60, 120, 300, 600, 720)


PLACES = [
    "/etc/evil.toml", "evil.toml", "./evil", "../evil", "..\\evil", "C:evil", "C:\\evil.toml", "\\\\server\\share\\evil",
    "profiles/evil", "evil.", " evil", "evil ", "", ".", "..", "~evil", "evil\0", "evil\n", "evil\u200b", "ｅvil", "-evil",
    "con", "NUL", "Com1", "lpt9", "e" * 41,
]  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_no_name(home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile lies at each place that a file system lets be named so."""
    here = home / "profiles" / "below"
    here.mkdir()
    monkeypatch.chdir(here)
    for folder in (here, home / "profiles", home):
        (folder / "evil.toml").write_text(PROFILE)
    error = refused(name)
    assert "the name of a profile is one word" in str(error)
    assert "ims-xl profile add FILE.toml" in error.issue.remedy


def test_names_that_differ_in_case_alone_are_not_chosen_between(home: Path) -> None:
    write(home)
    write(home, name="SAMPLE.TOML")
    if len(list((home / "profiles").iterdir())) == 1:
        pytest.skip("this file system has them as one")
    assert "differ only in capital letters" in str(refused("sample"))


@pytest.mark.parametrize(
    "file", ["/etc/gstn.pem", "../gstn.pem", "a/../../gstn.pem", "..\\gstn.pem", "C:\\gstn.pem", "C:gstn.pem", "\\\\s\\x\\g.pem", "\\gstn.pem", "gstn.pem:x"]
)  # fmt: skip
def test_the_certificate_stays_in_the_folder_of_profiles(home: Path, file: str) -> None:
    write(home, PROFILE.replace('"gstn.pem"', f"'{file}'"))
    error = refused("sample")
    assert "the certificate lies in the folder of the profiles" in str(error)
    assert (error.issue.column, error.issue.value) == ("certificate.file", file)


def test_the_key_is_the_file_and_cannot_be_written_in_it(home: Path) -> None:
    write(home, f'key = "other"\n{PROFILE}')
    assert refused("sample").issue.column == "key"


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://GSP.example/gus/", "https://gsp.example"),
        ("https://gsp.example:443", "https://gsp.example"),
        ("https://gsp.example:8443/x", "https://gsp.example:8443"),
        ("https://asha@gsp.example", "https://gsp.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_the_address_secrets_are_for(base_url: str, origin: str) -> None:
    profile = providers.Profile(name="x", base_url=base_url, user_ip="203.0.113.7", certificate={"url": "/c"})
    assert profile.origin == origin


def test_services_stay_under_the_address_that_secrets_are_for(home: Path) -> None:
    write(home, PROFILE + '[paths]\nims = "https://other.example/ims"\n')
    error = refused("sample")
    assert (error.issue.column, error.issue.reason) == (
        "paths.ims",
        "a path under base_url is needed, not an address of its own",
    )


def test_the_example_says_what_holds_without_it(home: Path) -> None:
    write(home, (Path(__file__).parents[2] / "docs" / "profile-example.toml").read_text(encoding="utf-8"))
    example = load_profile("sample")
    needed = {"key", "name", "base_url", "user_ip", "certificate", "users"}
    plain = providers.Profile.model_validate(example.model_dump(include=needed))
    assert example == plain


def test_there_is_no_default_provider(home: Path) -> None:
    write(home)
    error = refused("other")
    assert "there is no such profile (value: other)" in str(error)
    assert "there: sample." in error.issue.remedy
    assert "portal's files" in error.issue.remedy


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('base_url = "https', 'base_url = "http', "base_url", "https:// is needed"),
        ('base_url = "https://gsp.example/gus/"', "", "base_url", "this key is missing"),
        ('name = "Sample GSP"', 'name = ".."', "name", "a letter or digit first"),
        ('user_ip = "203.0.113.7"', "", "user_ip", "user_ip is missing"),
        ('file = "gstn.pem"', "", "certificate", "file or url is needed"),
        ('b2bcn = "B2BCN"', 'b2bc = "B2BCN"', "words.section", "b2bc is no section"),
        ("[versions]", '[sections]\nb2bcn = "B2BCN"\n[versions]', "sections", "this key is not known"),
        ('x-client = "{secret.client_id}"', 'x-client = "{secret.id}"', "headers.x-client", "secret.id is not known"),
        ('name = "Sample GSP"', 'name = "Sample GSP"\nsandbox = true', "sandbox", "only for a server on this computer"),
        ("[versions]", "[limits]\nrecords = 0\n[versions]", "limits.records", "greater than 0"),
        ("[versions]", "[timeouts]\nread = inf\n[versions]", "timeouts.read", "less than or equal to 86400"),
        ("[versions]", "[limits]\nattempts = 1000000\n[versions]", "limits.attempts", "less than or equal to 100"),
        ('base_url = "https://', 'base_url = "https://asha:word@', "base_url", "https:// is needed"),
        ("[versions]", '[timeouts]\nread = "long"\n[versions]', "timeouts.read", "this is a number, without"),
        ("[versions]", "[limits]\nrecords = true\n[versions]", "limits.records", "this is a whole number"),
        ("[versions]", "[polling]\nfiles = []\n[versions]", "polling.files", "at least one value is needed"),
        ("[versions]", "[polling]\nfiles = 3\n[versions]", "polling.files", "this is a list"),
        ("[versions]", '[headers.x]\na = "1"\n[versions]', "headers.x", "this is a text"),
        ('name = "Sample GSP"', 'name = "Sample GSP"\nsandbox = "yes"', "sandbox", "this is true or false"),
        ('name = "Sample GSP"', 'name = "Sample GSP"\nbase = 5', "base", "there is no base of that name"),
        ('name = "Sample GSP"', 'name = "Sample GSP"\nsignin = 5', "signin", "this is a table"),
        ('name = "Sample GSP"', 'name = "Sample GSP"\ncalls = []', "calls", "this is a table"),
        (
            "[versions]",
            '[versions]\nauthenticate = "{secret.client_id}"',
            "versions.authenticate",
            "this takes letters",
        ),
        (
            "[versions]",
            '[paths]\nprefix = "/x/{secret.client_id}"\n[versions]',
            "paths.prefix",
            "of words {version} alone",
        ),
        ("[versions]", '[paths]\nims = "/x?a=1"\n[versions]', "paths.ims", "holds no ?"),
        ("[versions]", "[frame]\ndata = []\n[versions]", "frame.data", "at least one value is needed"),
        ("[versions]", "[signin.token.keep]\nsek = []\n[versions]", "signin.token.keep.sek", "at least one value"),
        ("[versions]", "[signin.otp.body]\nday = 2026-11-12\n[versions]", "signin.otp.body.day", "valid JSON"),
        ('"203.0.113.7"', '"203.0.113"', "user_ip", "this is not an IP address"),
        ('"demo.buyer"', '"demo\\u0000"', "users.27AAZCD1111E1ZS", "not a user name of the portal"),
        ('example/gus/"', 'example/gus/?key=1"', "base_url", "without ? or #"),
        ('example/gus/"', 'example/{secret.client_id}"', "base_url", "without words in braces"),
        ("27AAZCD1111E1ZS =", "27AAZCD1111E1Z =", "users.27AAZCD1111E1Z", "this is not a GSTIN"),
        ("27AAZCD1111E1ZS =", "27aazcd1111e1zs =", "users.27aazcd1111e1zs", "this is not a GSTIN"),
    ],
)
def test_what_is_wrong_is_named(home: Path, old: str, new: str, key: str, words: str) -> None:
    assert old in PROFILE
    write(home, PROFILE.replace(old, new))
    error = refused("sample")
    assert words in error.issue.reason
    assert (error.issue.file, error.issue.column) == ("sample.toml", key)
    assert error.issue.remedy.endswith(".")


@pytest.mark.parametrize(
    "line",
    [
        'client_secret = "s3cr3t-value"', 'secrets = ["s3cr3t-value"]', 'other_hosts = ["https://a:s3cr3t-value@b"]',
        'other_hosts = ["https://b?key=s3cr3t-value"]', 'other_hosts = ["s3cr3t-value"]',
    ],
)  # fmt: skip
def test_a_secret_typed_in_the_wrong_place_is_not_shown(home: Path, line: str) -> None:
    write(home, f"{line}\n{PROFILE}")
    assert "s3cr3t-value" not in str(refused("sample"))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("name = ", 1),
        ('name = "x"\n\n[headers\n', 3),
        ('name = "x"\nname = "y"\n', 2),
        ('name = "x"\n[calls]\nsave = { call = "PUT /x",', 3),
        ('name = "x"\r\n\r\nbase_url https\r\n', 3),
        ('"name" = "x"\n[headers]\nx = """a\nb', 4),  # it names the end of the file
        ("\n", 0),  # this is TOML, and lacks everything
    ],
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(home: Path, text: str, row: int) -> None:
    write(home).write_bytes(text.encode())
    error = refused("sample").issue
    assert ("not written as TOML" in error.reason) is bool(row)
    assert (error.file, error.row) == ("sample.toml", row)
    assert "at line" not in str(error)


def test_a_file_that_is_not_written_in_utf_8_is_refused_with_its_line(home: Path) -> None:
    write(home).write_bytes(b'name = "x"\n# caf\xe9\n')
    error = refused("sample").issue
    assert (error.reason, error.row) == ("the profile is not written in UTF-8", 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "the file of the certificate cannot be read"), (b"no certificate", "holds no RSA public key")],
)
def test_the_certificate_is_looked_at_when_the_profile_is_read(home: Path, content: bytes | None, reason: str) -> None:
    certificate = write(home).parent / "gstn.pem"
    certificate.unlink()
    if content:
        certificate.write_bytes(content)
    error = refused("sample").issue
    assert reason in error.reason
    assert (error.row, error.column) == (6, "certificate.file")


def test_a_user_that_is_missing_is_asked_for_by_name(home: Path) -> None:
    write(home)
    with pytest.raises(ImsError, match="names no user for 29AAZFK3333G1ZV") as caught:
        load_profile("sample").user_of("29AAZFK3333G1ZV")
    assert '"29AAZFK3333G1ZV" = ' in caught.value.issue.remedy


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://gsp.example", True),
        ("http://gsp.example", False),
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://127.0.0.1@evil.example", False),
        ("ftp://127.0.0.1", False),
        ("gsp.example", False),
        ("https://gsp.example:port", False),
        ("https://[", False),
    ],
)
def test_secrets_travel_only_encrypted_or_inside_this_computer(url: str, safe: bool) -> None:
    assert providers.is_safe(url) is safe


def test_the_sandbox_is_on_this_computer() -> None:
    profile = sandbox_profile("http://127.0.0.1:8080")
    assert profile.is_sandbox
    assert profile.user_of(BUYER) == "sandbox"
    with pytest.raises(ImsError, match="only for a server on this computer"):
        sandbox_profile("https://gsp.example")


@pytest.mark.parametrize(
    ("place", "base", "address"),
    [
        ("/files/1.gz", "", "https://gsp.example/gus/files/1.gz"),
        ("/files/1.gz", "https://files.example/f", "https://files.example/f/files/1.gz"),
        ("https://files.example/1.gz?sig=1", "https://other.example", "https://files.example/1.gz?sig=1"),
    ],
)
def test_where_large_files_are(home: Path, place: str, base: str, address: str) -> None:
    write(home, PROFILE + f'[variants]\nfiles_url = "{base}"\n')
    assert load_profile("sample").file_address(place) == address


def test_a_file_at_an_unsafe_address_is_not_fetched() -> None:
    with pytest.raises(ImsError, match="not https") as caught:
        sandbox_profile("http://127.0.0.1:8080").file_address("http://files.example/1.gz?sig=secret")
    assert "secret" not in str(caught.value)


def test_settings_cannot_be_changed_by_accident() -> None:
    profile: Any = sandbox_profile("http://127.0.0.1:8080")
    with pytest.raises(ValueError, match="frozen"):
        profile.base_url = "https://gsp.example"
