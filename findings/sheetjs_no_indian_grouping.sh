#!/usr/bin/env bash
# SheetJS cannot show an amount in lakhs and crores: its cell has no shown text, and CSV made from it has the bare number.
#
# #,##,##0.00 groups digits the Indian way, as LibreOffice does for English (India). The formatter of
# SheetJS 0.18.5 (npm) raises "unsupported format"; its reader passes over that, leaves `w`, the text as shown, away, and sheet_to_csv and
# sheet_to_json with raw: false give 1234567.5 where other cells give 1,234,567.50. The three-part format that Excel users take instead,
# with backslashes, works for a positive amount and is refused for a negative one, as its last part also begins with ##,##. Whoever compares
# texts or reads `w` alone loses these amounts; `v` holds them. Needs Node.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.2.9
npm install --prefix "$folder" --no-audit --no-fund --loglevel=error xlsx@0.18.5 >/dev/null
cd "$folder"
env/bin/python - <<'PYTHON'
import xlsxwriter

formats = {"western": "#,##0.00", "indian": "#,##,##0.00"}
formats["parts"] = r"[>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;##,##0.00"
with xlsxwriter.Workbook("amounts.xlsx") as book:
    sheet = book.add_worksheet("Amounts")
    for row, (name, number_format) in enumerate(formats.items()):
        sheet.write(row, 0, name)
        sheet.write(row, 1, 1234567.5, book.add_format({"num_format": number_format}))
        sheet.write(row, 2, -1234567.5, book.add_format({"num_format": number_format}))
PYTHON
cat > read.js <<'JS'
const xlsx = require("xlsx");
const sheet = xlsx.readFile("amounts.xlsx").Sheets.Amounts;
for (const place of ["B1", "C1", "B2", "C2", "B3", "C3"]) console.log(`${place} v=${sheet[place].v} w=${sheet[place].w}`);
console.log(xlsx.utils.sheet_to_csv(sheet, { FS: ";" }).trim());
try {
  console.log(xlsx.SSF.format("#,##,##0.00", 1234567.5));
} catch (error) {
  console.log(error.message);
}
JS
node read.js | tee seen.txt
diff - seen.txt <<'SEEN'
B1 v=1234567.5 w=1,234,567.50
C1 v=-1234567.5 w=-1,234,567.50
B2 v=1234567.5 w=undefined
C2 v=-1234567.5 w=undefined
B3 v=1234567.5 w=12,34,567.50
C3 v=-1234567.5 w=undefined
western;1,234,567.50;-1,234,567.50
indian;1234567.5;-1234567.5
parts;12,34,567.50;-1234567.5
unsupported format |#,##,##0.00|
SEEN
