"""`python -m benchmarks NAME ...`: run one benchmark; without a name, list them.

Targets and the last measured figures stand in benchmarks/README.md.
"""

import sys
from importlib import import_module

NAMES = {
    "startup": "benchmarks.startup",
    "steps": "benchmarks.steps",
    "clicks": "benchmarks.clicks",
    "excel": "benchmarks.excel",
    "matching": "benchmarks.matching",
    "reading": "benchmarks.reading",
    "workbook": "benchmarks.workbook",
    "upload": "benchmarks.upload",
    "batch": "benchmarks.batch",
    "push-proof": "benchmarks.push_proof",
    "step-kills": "benchmarks.step_kills",
    "mutants": "benchmarks.mutants",
}
"""Name of a benchmark -> its module; `main(words)` there takes the words after the name and gives an exit code."""


def main(words: list[str]) -> int:
    """Run the named benchmark; exit code 2 for a name that there is not."""
    if not words or words[0] not in NAMES:
        print("python -m benchmarks NAME [--help], with one of these names:")
        for name, module in NAMES.items():
            print(f"  {name:<12}{(import_module(module).__doc__ or '').splitlines()[0]}")
        return 0 if not words or words[0] in ("-h", "--help") else 2
    code: int = import_module(NAMES[words[0]]).main(words[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
