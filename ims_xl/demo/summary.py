"""What the demo tells at its end: the figures of the month, and the files to open."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ims_xl.money import indian
from ims_xl.terminal import Terminal
from ims_xl.wording import counted


def show(terminal: Terminal, files: Mapping[str, Path], summary: Mapping[str, Any]) -> None:
    """Print the figures and the files that are there; `files` by what they are."""
    read = counted(summary["purchases"], "book document")
    figures = {
        "Downloaded": counted(sum(summary["downloaded"].values()), "document"),
        "Purchases": f"{read}, {counted(summary['purchase_issues'], 'finding')}",
        "Matched": _listed(summary["statuses"]),
        "Marked": _listed({**summary["marked"], "refused": summary["refused"]}),
        "Uploaded": _listed(summary["pushed"]),
    }
    if (gstr2b := summary.get("gstr2b")) is not None:
        available, rejected = indian(gstr2b["itc_available"]), indian(gstr2b["itc_rejected"])
        figures["GSTR-2B"] = (
            f"{counted(gstr2b['documents'], 'document')}, net ITC ₹{available}, of rejected documents ₹{rejected}, "
            f"{gstr2b['differences']:,} to look at"
        )
    terminal.pairs("The month", figures)
    terminal.pairs("Open these files", {text: str(path) for text, path in files.items() if path.exists()})
    if terminal.as_json:
        terminal.json(summary)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
