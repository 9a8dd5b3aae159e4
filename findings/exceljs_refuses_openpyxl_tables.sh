#!/usr/bin/env bash
# A workbook with a table, saved by openpyxl, cannot be read with exceljs at all.
#
# openpyxl 3.1.5 names the parts of a sheet by absolute paths (Target="/xl/tables/table1.xml"), which OPC (ECMA-376 part 2) allows.
# exceljs 4.4.0 takes every target as relative: it finds no such table and raises a TypeError, "Cannot read properties of undefined
# (reading 'name')", for the whole workbook. With the same path written relatively it reads the file, table and all. A sheet without
# tables, notes or drawings has no such relationship and is read. Needs Node.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
npm install --prefix "$folder" --no-audit --no-fund --loglevel=error exceljs@4.4.0 >/dev/null
cd "$folder"
env/bin/python - <<'PYTHON'
import zipfile

import openpyxl
from openpyxl.worksheet.table import Table


def save(path, with_table):
    book = openpyxl.Workbook()
    book.active.append(["Number", "Tax"])
    book.active.append(["A/1", 18])
    if with_table:
        book.active.add_table(Table(displayName="Bills", ref="A1:B2"))
    book.save(path)


save("plain.xlsx", False)
save("table.xlsx", True)
with zipfile.ZipFile("table.xlsx") as old, zipfile.ZipFile("relative.xlsx", "w") as new:
    for name in old.namelist():
        content = old.read(name)
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            assert b'Target="/xl/tables/table1.xml"' in content
            content = content.replace(b"/xl/tables", b"../tables")
        new.writestr(name, content)
PYTHON
cat > read.js <<'JS'
const { Workbook } = require("exceljs");
const read = async (file) => {
  const book = new Workbook();
  try {
    await book.xlsx.readFile(file);
    return `${book.worksheets[0].getCell("A2").value} tables: ${Object.keys(book.worksheets[0].tables)}`;
  } catch (error) {
    return `${error.constructor.name}: ${error.message}`;
  }
};
(async () => {
  for (const file of ["plain.xlsx", "table.xlsx", "relative.xlsx"]) console.log(`${file} ${await read(file)}`);
})();
JS
node read.js | tee seen.txt
diff seen.txt - <<'WANTED' || { echo "the behaviour has changed"; exit 1; }
plain.xlsx A/1 tables: 
table.xlsx TypeError: Cannot read properties of undefined (reading 'name')
relative.xlsx A/1 tables: Bills
WANTED
