"""Loads every module once, so that the first click does not wait for Python to compile them; the installer runs it."""

import importlib
import pkgutil

import ims_xl

# These need what only developers have, or run a command when they are loaded.
_OF_DEVELOPERS = ("authenticode", "builder", "wheels", "windows", "windows_python")
NOT_LOADED = {"ims_xl.__main__", *(f"ims_xl.addin.{name}" for name in _OF_DEVELOPERS)}


def load_all() -> int:
    """Import all modules of the program; gives back how many."""
    names = [found.name for found in pkgutil.walk_packages(ims_xl.__path__, "ims_xl.")]
    for name in names:
        if name not in NOT_LOADED:
            importlib.import_module(name)
    return len(names)


if __name__ == "__main__":
    load_all()
