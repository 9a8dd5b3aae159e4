"""What the demo tells at its end: the figures of the month, and the files to open."""

from collections.abc import Mapping
from pathlib import Path

from ims_xl.gst.sections import SECTIONS
from ims_xl.money import indian
from ims_xl.terminal import Terminal

_WORDS = {
    **{key: section.title for key, section in SECTIONS.items()},
    "itc_available": "ITC available, net ₹",
    "itc_rejected": "ITC of rejected documents ₹",
    "documents": "documents",
    "differences": "to look at, see the sheet",
}


def show(terminal: Terminal, files: Mapping[str, Path], summary: dict[str, object]) -> None:
    """Print the table and the files that are there; `files` by what they are."""
    groups = {
        "Downloaded": summary["downloaded"],
        "Matched": summary["statuses"],
        "Marked": summary["marked"],
        "Uploaded": summary["pushed"],
        "GSTR-2B": summary.get("gstr2b"),
    }
    rows = [
        (
            group if first == 0 else "",
            _WORDS.get(str(name), str(name)),
            indian(count) if isinstance(count, float) else f"{count:,}",
        )
        for group, counts in groups.items()
        if isinstance(counts, dict)
        for first, (name, count) in enumerate(counts.items())
    ]
    rows.append(("Purchases", "book documents", f"{summary['purchases']:,}"))
    rows.append(("", "findings", f"{summary['purchase_issues']:,}"))
    rows.append(("Refused marks", "", f"{summary['refused']:,}"))
    terminal.table("The month", ("", "", ""), rows)
    terminal.console.print("Open these files:")
    for text, path in files.items():
        if path.exists():
            terminal.console.print(f"  {text:<24} {path}")
    if terminal.as_json:
        terminal.json(summary)
