"""Read by Python at its start under wine 8, whose CopyFile2 ends the process; shutil then copies in its older way."""

import _winapi

if hasattr(_winapi, "CopyFile2"):
    del _winapi.CopyFile2
