"""Two independent validators of Open XML files; each returns what it objects to, in words."""

import json
import os
import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def audit(path: Path) -> list[str]:
    """openxml-audit, against what Microsoft 365 accepts."""
    from openxml_audit import FileFormat, OpenXmlValidator

    found = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors
    return [f"{error.part_uri} {error.path}: {error.description}" for error in found]


def node_modules() -> Path:
    """Where the packages of Node lie that tests need."""
    return Path(os.environ.get("IMS_NODE_MODULES") or _ROOT / "node_modules")


def sdk_program() -> Path:
    """Microsoft's Open XML SDK in WebAssembly, from npm: `@ooxml-tools/validate` 0.4.6.

    `npm install --prefix FOLDER @ooxml-tools/validate@0.4.6`, then IMS_NODE_MODULES=FOLDER/node_modules.
    """
    return node_modules() / "@ooxml-tools" / "validate" / "dist" / "npm" / "bin" / "ooxml-validate.js"


def sdk(path: Path) -> list[str]:
    """The SDK; about seven seconds a file."""
    command = ["node", str(sdk_program()), "--of", "json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.lstrip().startswith("["), f"the validator did not run: {done.stdout}{done.stderr}"
    return [f"{error['path']}: {error['description']}" for error in json.loads(done.stdout)]
