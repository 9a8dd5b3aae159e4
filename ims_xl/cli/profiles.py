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


@profile.command("list")
def list_profiles() -> None:
    """Show your own profiles, and those of vendors that come with the program."""
    from rich.markup import escape

    from ims_xl.gstn.profile_bases import shipped_names, with_base
    from ims_xl.gstn.profile_files import profile_names, profiles_folder
    from ims_xl.terminal import Terminal

    console = Terminal().console
    own = profile_names()
    console.print(f"[bold]Your own[/], in {escape(str(profiles_folder()))}")
    for name in own:
        console.print(f"  {escape(name)}")
    if not own:
        console.print("  None yet.", style="dim")
    console.print("\n[bold]That come with the program[/]; begin on one with: ims-xl profile new NAME --from VENDOR")
    for name in shipped_names():
        console.print(f"  [bold]{name}[/]")
        console.print(f"    {escape(with_base({'base': name})['certainty'])}", style="dim")


@profile.command()
def new(
    name: Annotated[str, typer.Argument(help="What to call it")],
    vendor: Annotated[str, typer.Option("--from", help="The vendor, see: ims-xl profile list", metavar="VENDOR")],
    gstin: Annotated[str, typer.Option(help="Your GSTIN")] = "",
    test: Annotated[bool, typer.Option("--test", help="For the vendor's test environment")] = False,
) -> None:
    """Begin a profile of your own on one that comes with the program."""
    from rich.markup import escape

    from ims_xl.gstn.profile_folder import new_profile
    from ims_xl.terminal import Terminal

    file = new_profile(name, vendor, gstin, test=test)
    console = Terminal().console
    console.print(f"[bold green]✔[/] Wrote {escape(str(file))}")
    console.print(f"  Fill in what is empty there, then: ims-xl profile check {escape(file.stem)}")


@profile.command()
def check(
    name: Annotated[str, typer.Argument(help="Its name")],
    gstin: Annotated[str, typer.Option(help="The GSTIN to show [default: the first under users]")] = "",
) -> None:
    """Check a profile and show each of its calls, secrets hidden; nothing is sent."""
    import datetime as dt
    import json

    from rich.markup import escape

    from ims_xl.gst import gstin as gstins
    from ims_xl.gst import periods
    from ims_xl.gstn.dry_run import dry_run
    from ims_xl.gstn.profile_files import check_profile, profile_file
    from ims_xl.issues import ImsError
    from ims_xl.terminal import Terminal

    console = Terminal().console
    found, faults = check_profile(profile_file(name))
    for fault in faults:
        console.print(f"[bold red]✘[/] {escape(fault.sentence)}")
    if found is None or faults:
        raise typer.Exit(1)
    now = dt.datetime.now(dt.UTC)
    period = periods.shift(periods.period_of(now.date()), -1)
    if gstin and not gstins.has_shape(gstins.clean(gstin)):
        raise ImsError("this is not a GSTIN", "Write the 15 characters of the registration.", value=gstin)
    whose = gstins.clean(gstin) or next(iter(found.users), "27AAAAA0000A1Z5")
    calls = list(dry_run(found, whose, period, now))
    first = calls[0].request.headers.items()
    everywhere = {key: value for key, value in first if all(call.request.headers.get(key) == value for call in calls)}
    shown = ", ".join(f"{key}: {value}" for key, value in everywhere.items()) or "none"
    console.print(f"[bold]Headers of every call[/] {escape(shown)}", soft_wrap=True)
    for call in calls:
        asked = call.request
        query = "&".join(f"{key}={value}" for key, value in asked.query.items())
        console.print(
            f"[bold]{call.name:<10}[/]{asked.method} {escape(asked.url + ('?' + query if query else ''))}",
            soft_wrap=True,
        )
        parts = {key: value for key, value in asked.headers.items() if key not in everywhere}
        parts |= {"body": json.dumps(asked.body)} if asked.body else {}
        for key, value in parts.items():
            console.print(f"          [dim]{escape(key)}:[/] {escape(value)}", soft_wrap=True)
    console.print(f"[bold green]✔[/] Nothing was sent. Secrets go to {escape(found.origin)}")
    for text in found.unknown:
        console.print(f"  [yellow]Not known:[/] {escape(text)}")
