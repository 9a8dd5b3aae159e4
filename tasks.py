"""Set up this project in `.venv` and work with it: demo, test, check, messages, licences, lock, build, mutants.

Runs with nothing but Python, on Windows, macOS and Linux.
"""

from __future__ import annotations  # an old Python shall read this far and be told

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
OLDEST = (3, 11)
LOCK = "constraints.lock"
DEVELOPERS = "# Below: what only developers need."  # a line of the lock file

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "lint-imports": ["lint-imports"],
}
PAGES = {"messages": "list_messages.py", "licences": "list_licences.py", "lock": "lock_packages.py"}
BUILDS = {
    "wheel": ["hatchling", "build", "-t", "wheel", "-d", "dist"],  # the pinned one, where pip would fetch the newest
    "bill of materials": ["python", "write_sbom.py", "dist"],
    "add-in": ["ims-xl", "addin", "build", "--out", "dist"],
    "Windows installer": ["python", "-m", "ims_xl.addin.windows", "dist", "constraints.txt", "constraints.lock"],
}
HELP = """\
demo [...]     the whole job on invented data, into the folder demo; further words go to ims-xl demo
test [--long]  every check and test; --long with those that take minutes; further words go to pytest
check          style, types and import contracts only
messages       docs/messages.md anew: every message, from the code
licences       docs/licences.md anew: the licence of every package that is installed with it
lock           constraints.lock anew from constraints.txt: the checksum of every file pip may install
build          the wheel, its bill of materials, the Excel add-in and the Windows installer, into the folder dist
mutants [...]  small changes of the program that tests should see, for an hour; further words go to benchmarks mutants
"""


class Stop(Exception):  # noqa: N818 - not an error of the program
    """The task cannot go on; the text says why and what to do."""


def fingerprint(*parts: str) -> str:
    """One line that changes with any of the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def holds(stamp: str, wanted: str, kind: str) -> bool:
    """Whether an environment with this stamp has what is wanted; `dev` has everything of `run`."""
    found, _, held = stamp.strip().partition(" ")
    return found == wanted and held in (kind, "dev")


def requirements(lock: str, kind: str) -> str:
    """The part of the lock file that an environment needs."""
    return lock if kind == "dev" else lock.partition(DEVELOPERS)[0]


def pytest_arguments(long: bool, extra: list[str]) -> list[str]:
    """How pytest is called: on all processors, without the long proofs unless they are asked for."""
    # Tests take from 1 ms to minutes: whoever is done takes over from the others.
    return ["pytest", "-n", "auto", "--dist", "worksteal", *([] if long else ["-m", "not long"]), *extra]


def demo_arguments(extra: list[str]) -> list[str]:
    """How the demo is called; an own `--out` comes before ours."""
    own = any(word == "--out" or word.startswith("--out=") for word in extra)
    return ["ims-xl", "demo", *([] if own else ["--out", "demo"]), *extra]


def closing_line(failed: list[str], names: list[str], seconds: float) -> str:
    """What a run of several steps ends with."""
    took = "{}:{:02d} min".format(*divmod(round(seconds), 60))
    if failed:
        return "FAILED: {} ({} of {} steps, {}).".format(", ".join(failed), len(failed), len(names), took)
    return "All passed: {} ({}).".format(", ".join(names), took)


def program(name: str) -> str:
    """The path of a program in the environment."""
    return str(VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else "")))


def run(*command: str) -> int:
    """Run a program of the environment in the project folder; gives back its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run([program(command[0]), *command[1:]], cwd=ROOT, env=environment, check=False).returncode


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def set_up(kind: str) -> None:
    """Make or renew the environment, unless it is as it should be."""
    files = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", LOCK)]
    wanted = fingerprint(*files, sys.version, str(ROOT))
    stamp = STAMP.read_text(encoding="utf-8") if STAMP.is_file() and Path(program("python")).exists() else ""
    if holds(stamp, wanted, kind):
        return
    if not stamp.startswith(wanted):
        if importlib.util.find_spec("ensurepip") is None:
            raise Stop(
                "This Python cannot make an environment. On Debian and Ubuntu install the package "
                "python{}.{}-venv, then run this again.".format(*sys.version_info[:2])
            )
        say("Making the environment .venv ...")
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False).returncode
        if made != 0:
            raise Stop("The environment .venv could not be made; the reason stands above.")
    say("Installing packages into .venv (a minute or two, only the first time) ...")
    wanted_files = VENV / "requirements.txt"
    wanted_files.write_text(requirements(files[1], kind), encoding="utf-8")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    locked = run("python", *pip, "--require-hashes", "-r", str(wanted_files))
    if locked != 0 or run("python", *pip, "-e", ".") != 0:
        raise Stop("The packages could not be installed; the reason stands above. Without internet it cannot be done.")
    STAMP.write_text(f"{wanted} {kind}\n", encoding="utf-8")


def run_all(steps: dict[str, list[str]]) -> int:
    """Run every step, also after a failed one, and close with one line."""
    failed: list[str] = []
    began = time.monotonic()
    for name, command in steps.items():
        say(f"== {name}")
        if run(*command) != 0:
            failed.append(name)
    say(closing_line(failed, list(steps), time.monotonic() - began))
    return 1 if failed else 0


def perform(task: str, extra: list[str]) -> int:
    """Do one task; gives back the exit code."""
    if task == "demo":
        set_up("run")
        return run(*demo_arguments(extra))
    if task in PAGES:
        set_up("dev")
        return run("python", PAGES[task])
    if task == "build":
        set_up("dev")
        return run_all(BUILDS)
    if task == "mutants":
        set_up("dev")
        return run("python", "-m", "benchmarks", "mutants", *extra)
    set_up("dev")
    if task == "check":
        return run_all(CHECKS)
    long = "--long" in extra
    return run_all({**CHECKS, "pytest": pytest_arguments(long, [word for word in extra if word != "--long"])})


def main(words: list[str]) -> int:
    """Read the command line and do the task."""
    if sys.version_info < OLDEST:
        say("This needs Python {}.{} or newer; this is Python {}.{}.".format(*OLDEST, *sys.version_info[:2]))
        return 1
    parser = argparse.ArgumentParser(
        prog="python tasks.py", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "task", nargs="?", choices=["demo", "test", "check", *PAGES, "build", "mutants"], metavar="TASK"
    )
    if not words:
        parser.print_help()
        return 0
    task = parser.parse_args(words[:1]).task
    try:
        return perform(task, words[1:])
    except Stop as stop:
        say(str(stop))
    except OSError as error:
        say(f"This could not be done: {error}.")
    except KeyboardInterrupt:
        say("Stopped.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
