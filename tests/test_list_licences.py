"""The page of licences is that of the pinned packages, and every licence is one that may be given on with ours."""

import re

from list_licences import PAGE, packages, page

PERMISSIVE = re.compile(
    r"(MIT|MIT-0|ISC|0BSD|Zlib|CC0-1\.0|PSF-2\.0|Public domain|Apache-2\.0|BSD(-[23]-Clause)?|BSD 3-clause)"
    r"|MPL-2\.0"  # certifi: a list of certificates, given on as it is
)


def test_the_page_is_that_of_the_pins() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_licence_may_be_given_on() -> None:
    for name, _, said in packages():
        parts = re.split(r" AND | OR ", said)
        assert all(PERMISSIVE.fullmatch(part) for part in parts), (name, said)
