"""`ims-xl profile`: profiles of providers in the user's own folder."""

from pathlib import Path
from typing import Annotated

import typer

profile = typer.Typer(help="Profiles of your GSPs, used by name from your own folder only.", no_args_is_help=True)


@profile.command()
def add(
    file: Annotated[Path, typer.Argument(help="The profile, with its certificate beside it", metavar="FILE.toml")],
    name: Annotated[str, typer.Option(help="What to call it [default: as the file]")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="In place of one of that name")] = False,
) -> None:
    """Take a profile into your own folder; look at its address before you use it."""
    from rich.markup import escape

    from ims_xl.gstn.profile_folder import add_profile
    from ims_xl.terminal import Terminal

    added = add_profile(file, name, replace=replace)
    told = f"Added the profile {added.key}: secrets go to {added.origin}. Use it with --profile {added.key}"
    Terminal().console.print(f"[bold green]✔[/] {escape(told)}")
