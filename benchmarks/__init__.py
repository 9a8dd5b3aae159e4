"""Benchmarks: see README.md; what tests and benchmarks share is in tests/support."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
