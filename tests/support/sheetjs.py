"""SheetJS, a reader that many web pages use, run by Node."""

import json
import subprocess
from pathlib import Path

from support.validators import node_modules

_PROGRAM = """
const book = require(process.argv[1]).readFile(process.argv[2]), found = {}
for (const name of book.SheetNames) for (const [at, cell] of Object.entries(book.Sheets[name]))
  if (at[0] !== "!" && cell.v !== undefined && cell.v !== "") (found[name] ??= {})[at] = cell.v
process.stdout.write(JSON.stringify(found))
"""


def folder() -> Path:
    """Where the package lies: `npm install --prefix FOLDER xlsx@0.18.5`, then IMS_NODE_MODULES=FOLDER/node_modules."""
    return node_modules() / "xlsx"


def read(path: Path) -> dict[str, dict[str, object]]:
    """The values of a workbook by sheet and address; dates are serial numbers."""
    command = ["node", "-e", _PROGRAM, str(folder()), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found
