"""A workbook that XlsxWriter makes and that becomes a file only when it is whole."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

IN_MEMORY = 100_000  # cells; XlsxWriter holds some 300 bytes each until the end, and files of its own cost time


@contextmanager
def new_file(path: Path, options: Mapping[str, object], cells: int) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to draw about so many cells into, written to a path at the end.

    Raises OSError when it cannot be written. XlsxWriter then keeps its own file open, so that Windows cannot remove
    it, and leaves the parts in the temporary folder: so it packs in memory, and the parts have a folder of their own.
    """
    in_memory = cells <= IN_MEMORY and not options.get("constant_memory")
    packed = io.BytesIO()
    with TemporaryDirectory(prefix="ims_xl-", ignore_cleanup_errors=True) as parts:
        book = xlsxwriter.Workbook(packed, {**options, "tmpdir": parts, "in_memory": in_memory})
        yield book
        try:
            book.close()
        except FileCreateError as error:  # XlsxWriter's wrapping of any OSError
            raise (error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error))) from None
    path.write_bytes(packed.getvalue())
