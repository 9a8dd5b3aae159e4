#!/usr/bin/env bash
# A workbook whose parts name their sizes in 64 bits, as the ZIP format allows for parts of any size, cannot be read with SheetJS.
#
# A writer that streams a part does not know its size beforehand and may keep room for 64 bits; Python's zipfile does so with
# force_zip64. The local header then says 0xFFFFFFFF and an extra field holds the sizes. SheetJS 0.18.5 (npm) compares the local header with
# the directory, does not look into the extra field and raises "Bad compressed size" for the whole workbook, whatever its real size.
# openpyxl 3.1.5, python-calamine 0.9.1 and exceljs 4.4.0 read the same file. With 32 bits all four do. Needs Node.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
npm install --prefix "$folder" --no-audit --no-fund --loglevel=error xlsx@0.18.5 exceljs@4.4.0 >/dev/null
cd "$folder"
cat > read.js <<'JS'
(async () => {
  for (const file of ["32 bits.xlsx", "64 bits.xlsx"]) {
    const book = new (require("exceljs").Workbook)();
    await book.xlsx.readFile(file);
    console.log(`${file} exceljs ${book.worksheets[0].getCell("A2").value}`);
    try {
      console.log(`${file} SheetJS ${require("xlsx").readFile(file).Sheets.Sheet.A2.v}`);
    } catch (error) {
      console.log(`${file} SheetJS ${error.message.replace(/\d+ !=/, "... !=")}`);
    }
  }
})();
JS
{
  env/bin/python - <<'PYTHON'
import zipfile

import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
book.active.append(["Number", "Tax"])
book.active.append(["A/1", 18])
book.save("made.xlsx")
for bits in (32, 64):
    path = f"{bits} bits.xlsx"
    with zipfile.ZipFile("made.xlsx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=bits == 64) as part:
                part.write(old.read(name))
    print(path, "openpyxl", openpyxl.load_workbook(path).active["A2"].value)
    print(path, "calamine", CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1][0])
PYTHON
  node read.js
} | tee seen.txt
diff seen.txt - <<'WANTED' || { echo "the behaviour has changed"; exit 1; }
32 bits.xlsx openpyxl A/1
32 bits.xlsx calamine A/1
64 bits.xlsx openpyxl A/1
64 bits.xlsx calamine A/1
32 bits.xlsx exceljs A/1
32 bits.xlsx SheetJS A/1
64 bits.xlsx exceljs A/1
64 bits.xlsx SheetJS Bad compressed size: ... != 4294967295
WANTED
