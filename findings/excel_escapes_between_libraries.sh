#!/usr/bin/env bash
# Texts that look like Excel's _xHHHH_ escapes do not come through two well-known libraries unchanged.
#
# openpyxl 3.1.5 writes the text _x0041_ as it is, without the escape _x005F_ that ECMA-376 (ST_Xstring) asks for: calamine, which
# decodes escapes as the standard says, reads A. openpyxl itself reads its own file back as _x0041_, so a round trip through
# openpyxl alone looks right.
# XlsxWriter 3.3.1 escapes only the first of two overlapping escapes: _x005F_x0041_ is read by calamine as _x005FA, and by openpyxl,
# which removes every x005F_, as _x0041_. A supplier's name of that kind is another name after one save.
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


def by_xlsxwriter(text):
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    workbook.add_worksheet().write_string(0, 0, text)
    workbook.close()
    return file.getvalue()


def by_openpyxl(text):
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = text
    workbook.save(file)
    return file.getvalue()


def read_back(content):
    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return calamine[0][0], openpyxl.load_workbook(io.BytesIO(content)).active["A1"].value


seen = {
    ("openpyxl", "_x0041_"): read_back(by_openpyxl("_x0041_")),
    ("XlsxWriter", "_x0041_"): read_back(by_xlsxwriter("_x0041_")),
    ("XlsxWriter", "_x005F_x0041_"): read_back(by_xlsxwriter("_x005F_x0041_")),
}
for (writer, text), (calamine, own) in seen.items():
    print(f"{writer} writes {text!r}: calamine reads {calamine!r}, openpyxl reads {own!r}")
assert seen == {
    ("openpyxl", "_x0041_"): ("A", "_x0041_"),
    ("XlsxWriter", "_x0041_"): ("_x0041_", "_x0041_"),
    ("XlsxWriter", "_x005F_x0041_"): ("_x005FA", "_x0041_"),
}, "the behaviour has changed"
PYTHON
