#!/usr/bin/env bash
# XlsxWriter 3.3.1: write_string does not escape a text that begins with <r> and ends with </r>.
#
# It takes such a text for what its own write_rich_string hands on, and writes it into the file as markup. The cell of the text
# <r>A</r> is read back empty by calamine and openpyxl, that of <r><t>A</t></r> as A; every other text with angle brackets comes
# back as it was written. Nothing is raised and the return value says success.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
"$folder/env/bin/python" - <<'PYTHON'
import io

import openpyxl
import python_calamine
import xlsxwriter


def round_trip(text):
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    said = workbook.add_worksheet().write_string(0, 0, text)
    workbook.close()
    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0)
    return said, calamine.to_python()[0][0], openpyxl.load_workbook(io.BytesIO(file.getvalue())).active["A1"].value or ""


seen = {text: round_trip(text) for text in ("<b>A</b>", "<r>A</r>", "<r><t>A</t></r>")}
for text, (said, calamine, own) in seen.items():
    print(f"{text}: write_string gives {said}, calamine reads {calamine!r}, openpyxl reads {own!r}")
assert seen == {
    "<b>A</b>": (0, "<b>A</b>", "<b>A</b>"),
    "<r>A</r>": (0, "", ""),
    "<r><t>A</t></r>": (0, "A", "A"),
}, "the behaviour has changed"
PYTHON
