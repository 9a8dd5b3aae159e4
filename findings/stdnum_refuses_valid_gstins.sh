#!/usr/bin/env bash
# python-stdnum 2.2 refuses valid GSTINs: those of Ladakh and of Other Territory, and every number that is not a regular taxpayer's.
#
# Its table of States ends with 37, so that a regular GSTIN of Ladakh (38, since 2020) or Other Territory (97) is an
# InvalidComponent. Collectors and deductors of tax at source (C, D) fail because the fourteenth character must be Z; numbers
# by TAN, UINs of embassies and UN bodies, and numbers of online services from abroad (99) are an InvalidFormat. All numbers
# below are invented; shape and check digit of each are right by GSTN's own patterns, which the same library's luhn confirms.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
"$folder/env/bin/python" - <<'PYTHON'
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.in_ import gstin

NUMBERS = {
    "27AAZCS2222F1Z5": "regular, Maharashtra",
    "38AAZCS2222F1Z2": "regular, Ladakh",
    "97AAZCS2222F1ZY": "regular, Other Territory",
    "29AAZCE5555J1CZ": "collector of tax at source",
    "27AAZCT6666K1DE": "deductor of tax at source, by PAN",
    "27MUMX12345B1DU": "deductor of tax at source, by TAN",
    "0719ABW00017UNR": "UIN of an embassy",
    "9921ABW29007OSD": "online services from abroad",
}


def answer(number):
    try:
        gstin.validate(number)
    except ValidationError as error:
        return type(error).__name__
    return "valid"


seen = {}
for number, who in NUMBERS.items():
    assert luhn.is_valid(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), number
    seen[who] = answer(number)
    print(f"{number} ({who}): {seen[who]}")
assert seen == {
    "regular, Maharashtra": "valid",
    "regular, Ladakh": "InvalidComponent",
    "regular, Other Territory": "InvalidComponent",
    "collector of tax at source": "InvalidComponent",
    "deductor of tax at source, by PAN": "InvalidComponent",
    "deductor of tax at source, by TAN": "InvalidFormat",
    "UIN of an embassy": "InvalidFormat",
    "online services from abroad": "InvalidFormat",
}, "the behaviour has changed"
PYTHON
