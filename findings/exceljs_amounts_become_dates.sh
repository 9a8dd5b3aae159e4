#!/usr/bin/env bash
# An amount with "Rs." before it can be read with exceljs as a date.
#
# In a number format a letter behind a backslash is shown as it stands (ECMA-376 part 1, 18.8.31): \R\s\.\ #,##0.00 shows Rs. 45,000.50.
# exceljs 4.4.0 looks for the letters of dates and times after taking out what stands in quotes and brackets, but not what stands behind a
# backslash; the s makes a time of it, and the cell's value is a Date, 15 March 2023, not 45000.5. So does \d\r. With
# "Rs. " in quotes, or as the currency [$Rs.-4009], it gives the amount. openpyxl 3.1.5, python-calamine 0.9.1 and SheetJS 0.18.5 give the amount
# in every case. Needs Node.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.2.9 openpyxl==3.1.5 python-calamine==0.9.1
npm install --prefix "$folder" --no-audit --no-fund --loglevel=error exceljs@4.4.0 xlsx@0.18.5 >/dev/null
cd "$folder"
cat > read.js <<'JS'
(async () => {
  const book = new (require("exceljs").Workbook)();
  await book.xlsx.readFile("amounts.xlsx");
  const sheet = require("xlsx").readFile("amounts.xlsx", { cellDates: true }).Sheets.Amounts;
  for (const place of ["A1", "A2", "A3", "A4"]) {
    const value = book.worksheets[0].getCell(place).value;
    console.log(`${place} exceljs ${value instanceof Date ? value.toISOString() : value} SheetJS ${sheet[place].v}`);
  }
})();
JS
{
  env/bin/python - <<'PYTHON'
import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

formats = ['"Rs. "#,##0.00', r"[$Rs.-4009]\ #,##0.00", r"\R\s\.\ #,##0.00", r"#,##0.00\ \d\r"]
with xlsxwriter.Workbook("amounts.xlsx") as book:
    sheet = book.add_worksheet("Amounts")
    for row, number_format in enumerate(formats):
        sheet.write(row, 0, 45000.5, book.add_format({"num_format": number_format}))
rows = CalamineWorkbook.from_path("amounts.xlsx").get_sheet_by_index(0).to_python()
cells = openpyxl.load_workbook("amounts.xlsx")["Amounts"]
for row in range(len(formats)):
    print(f"A{row + 1} calamine {rows[row][0]} openpyxl {cells.cell(row + 1, 1).value}")
PYTHON
  node read.js
} | tee seen.txt
diff - seen.txt <<'SEEN'
A1 calamine 45000.5 openpyxl 45000.5
A2 calamine 45000.5 openpyxl 45000.5
A3 calamine 45000.5 openpyxl 45000.5
A4 calamine 45000.5 openpyxl 45000.5
A1 exceljs 45000.5 SheetJS 45000.5
A2 exceljs 45000.5 SheetJS 45000.5
A3 exceljs 2023-03-15T12:00:00.000Z SheetJS 45000.5
A4 exceljs 2023-03-15T12:00:00.000Z SheetJS 45000.5
SEEN
