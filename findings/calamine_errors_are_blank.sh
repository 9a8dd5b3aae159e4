#!/usr/bin/env bash
# An Excel error is a blank cell for pandas' fast reader, in .xls and .xlsx alike, so that a tax of #N/A adds up as nothing.
#
# python-calamine 0.9.1 gives "" for a cell with #N/A or #DIV/0!, the same as for a blank one; pandas 3.1.1 with engine="calamine"
# makes NaN of both, and a sum leaves it out. openpyxl and xlrd 2.0.2 tell the error. Whoever reads amounts with calamine must look
# for errors elsewhere: in the XML of .xlsx, the records of .xls and .xlsb, the text of .ods.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 pandas==3.1.1 openpyxl==3.1.5 xlwt==1.3.0 xlrd==2.0.2
cd "$folder"
env/bin/python - <<'PYTHON' | tee seen.txt
import openpyxl
import pandas as pd
import xlrd
import xlwt

book = openpyxl.Workbook()
for row in (["Number", "Tax"], ["A/1", "#N/A"], ["A/2", None], ["A/3", 18]):
    book.active.append(row)
assert book.active["B2"].data_type == "e"
book.save("bills.xlsx")

old = xlwt.Workbook()
sheet = old.add_sheet("Sheet")
for at, row in enumerate((["Number", "Tax"], ["A/1", None], ["A/2", None], ["A/3", 18])):
    for column, cell in enumerate(row):
        if cell is not None:
            sheet.write(at, column, cell)
sheet.row(1).set_cell_error(1, 0x2A)
old.save("bills.xls")

for name in ("bills.xlsx", "bills.xls"):
    taxes = pd.read_excel(name, engine="calamine", na_filter=False)["Tax"].tolist()
    print(name, taxes, "sum", pd.read_excel(name, engine="calamine")["Tax"].sum())
print("openpyxl", openpyxl.load_workbook("bills.xlsx").active["B2"].value)
cell = xlrd.open_workbook("bills.xls").sheet_by_index(0).cell(1, 1)
print("xlrd", xlrd.error_text_from_code[cell.value])
PYTHON
diff seen.txt - <<'WANTED' || { echo "the behaviour has changed"; exit 1; }
bills.xlsx ['', '', 18] sum 18.0
bills.xls ['', '', 18] sum 18.0
openpyxl #N/A
xlrd #N/A
WANTED
