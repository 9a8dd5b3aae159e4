#!/usr/bin/env bash
# A register read with polars loses document numbers without a word, when the first with a letter comes after row 1,000.
#
# fastexcel 0.21.0, the reader behind polars 1.35.2 read_excel, decides a column's type by its first 1,000 rows. Where they hold numbers only, a
# later text is not an error, as it is in polars' own CSV reader, and does not make the column text: "A/1" becomes null, "007" becomes 7,
# and an amount "as per bill" becomes null too. With a letter among the first rows the whole column is text and all is there.
# With infer_schema_length=None polars looks at every row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check polars==1.35.2 fastexcel==0.21.0 xlsxwriter==3.2.9
cd "$folder"
env/bin/python - <<'PYTHON' | tee seen.txt
import io

import fastexcel
import polars as pl
import xlsxwriter

late = [[1000 + at, 18.5] for at in range(1000)] + [["A/1", 18.5], ["007", "as per bill"]]
early = [["A/1", 18.5], *late]


def write(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Bills")
        for at, row in enumerate([["Number", "Tax"], *rows]):
            sheet.write_row(at, 0, row)


write("late.xlsx", late)
write("early.xlsx", early)
print("fastexcel, late:", fastexcel.read_excel("late.xlsx").load_sheet(0).to_polars().tail(2).rows())
print("polars, late:", pl.read_excel("late.xlsx").tail(2).rows())
print("polars, early:", pl.read_excel("early.xlsx")["Number"].tail(2).to_list())
print("every row:", pl.read_excel("late.xlsx", infer_schema_length=None)["Number"].tail(2).to_list())
try:
    pl.read_csv(io.StringIO("Number\n" + "\n".join(str(row[0]) for row in late)))
except pl.exceptions.ComputeError:
    print("polars, CSV: ComputeError")
PYTHON
diff - seen.txt <<'SEEN'
fastexcel, late: [(None, 18.5), (7.0, None)]
polars, late: [(None, 18.5), (7, None)]
polars, early: ['A/1', '007']
every row: ['A/1', '007']
polars, CSV: ComputeError
SEEN
