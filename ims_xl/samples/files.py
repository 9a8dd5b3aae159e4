"""A sample month as the five files an accountant would have."""

from dataclasses import dataclass
from pathlib import Path

from ims_xl.gst import periods
from ims_xl.samples.books import PURCHASES, REGISTER
from ims_xl.samples.gstr2_workbook import write_purchases
from ims_xl.samples.month import SampleMonth, make_month
from ims_xl.samples.portal_files import gstr2b, ims_download, write_json
from ims_xl.samples.register import write_register


@dataclass(frozen=True, slots=True)
class SampleFiles:
    """Where the files of a month are."""

    ims_json: Path
    next_ims_json: Path
    purchases_xlsx: Path
    register_xlsx: Path
    gstr2b_json: Path


def sample_files(folder: Path) -> SampleFiles:
    """The files of a month in that folder, whether they are there or not."""
    return SampleFiles(
        ims_json=folder / "sample_ims.json",
        next_ims_json=folder / "sample_ims_next.json",
        purchases_xlsx=folder / PURCHASES,
        register_xlsx=folder / REGISTER,
        gstr2b_json=folder / "sample_gstr2b.json",
    )


def write_month(month: SampleMonth, folder: Path) -> SampleFiles:
    """Write the files of the month; the folder is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sample_files(folder)
    books = month.books
    write_json(files.ims_json, ims_download(month.ims))
    write_json(files.next_ims_json, ims_download(month.next_ims))
    write_purchases(files.purchases_xlsx, books[books["source_file"] == PURCHASES])
    write_register(files.register_xlsx, books[books["source_file"] == REGISTER], month.period)
    write_json(files.gstr2b_json, gstr2b(month.earlier, periods.shift(month.period, -1)))
    return files


def template_month() -> SampleMonth:
    """The month whose files come with the program."""
    return make_month(documents=60, seed=7)


def template_folder() -> Path:
    """The folder of the sample files that come with the program, installed or not."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "workbook_template"
    return installed if installed.is_dir() else package.parent / "workbook_template"
