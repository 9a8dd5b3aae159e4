"""The add-in on the command line: `ims-xl addin install | uninstall | status | build`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

addin = typer.Typer(no_args_is_help=True, help="The Excel add-in with the ribbon tab IMS.")


@addin.command("install")
def addin_install() -> None:
    """Put the add-in in place for you alone; no administrator is needed."""
    from ims_xl.addin.install import install
    from ims_xl.addin.places import Machine

    _lines(install(Machine()))


@addin.command("uninstall")
def addin_uninstall() -> None:
    """Take the add-in away; workbooks and data stay."""
    from ims_xl.addin.install import uninstall
    from ims_xl.addin.places import Machine

    _lines(uninstall(Machine()))


@addin.command("status")
def addin_status() -> None:
    """Say whether Python, add-in, versions, DLL and trust are as they should be."""
    from ims_xl.addin.places import Machine
    from ims_xl.addin.status import checks

    found = checks(Machine())
    _lines(f"{'✔' if check.ok else '✖'} {check.name}: {check.found}" for check in found)
    _lines(f"  {check.name}: {check.remedy}" for check in found if not check.ok)
    if not all(check.ok for check in found):
        raise typer.Exit(1)


@addin.command("build")
def addin_build(
    out: Annotated[Path | None, typer.Option(help="The folder to write to [default: that of the shipped ones]")] = None,
) -> None:
    """Build the add-in and its worksheet functions from text; needs the developer's packages."""
    from ims_xl.addin.builder import build, build_functions
    from ims_xl.addin.places import FUNCTIONS, NAME, shipped

    folder = out or shipped().parent
    for name, make in ((NAME, build), (FUNCTIONS, build_functions)):
        _lines([f"{folder / name}: SHA-256 {make(folder / name)}"])


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
