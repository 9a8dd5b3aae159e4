"""Write `docs/messages.md`: every message of the program, from the code that raises it.

Run by `python tasks.py messages`; a test sees that the page is as the code is.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
PAGE = ROOT / "docs" / "messages.md"
_GAP = "…"  # what is known only when the message is made
_ROOTS = {"ImsError": 0, "Issue": 1}
"""What carries a message, and where its reason stands among the arguments; the remedy comes next."""
_HEAD = """# Messages

What the program can say when something is wrong, in the order of its folders, and what to do then. A message names the
file, sheet, row, column and value before it where there are any; `…` stands for what is known only then. Restrictions
of the portal, which stand in the Restriction column, are in [law.md](law.md).

Made by `python tasks.py messages` from the code.
"""


class Message(NamedTuple):
    """One message: where it is made, what is wrong, what to do."""

    module: str
    reason: str
    remedy: str


def carriers(trees: Mapping[str, ast.Module]) -> dict[str, int]:
    """The names of what carries a message, errors made of others included."""
    found = dict(_ROOTS)
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while True:
        new = {
            node.name: 0
            for node in classes
            if node.name not in found
            and any(isinstance(base, ast.Name) and base.id in found and base.id != "Issue" for base in node.bases)
            and not any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
        }
        if not new:
            return found
        found |= new


def messages(module: str, tree: ast.Module, names: Mapping[str, int]) -> Iterator[Message]:
    """The messages of a module in the order of its lines."""
    constants = _assigned(tree.body)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {node: known for function in functions for known in [_known(function)] for node in ast.walk(function)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in names:
            continue
        known = constants | inside.get(node, {})
        first = names[node.func.id]
        words = {keyword.arg: keyword.value for keyword in node.keywords}
        reason = node.args[first] if len(node.args) > first else words.get("reason")
        remedy = node.args[first + 1] if len(node.args) > first + 1 else words.get("remedy")
        text = _text(reason, known)
        if text.replace(_GAP, "").strip(" .,:;()"):
            yield Message(module, text, _text(remedy, known))


def _known(function: ast.FunctionDef) -> dict[str, ast.expr]:
    return _assigned([node for node in ast.walk(function) if isinstance(node, ast.stmt)])


def _assigned(statements: list[ast.stmt]) -> dict[str, ast.expr]:
    found = {}
    for node in statements:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found


def _text(node: ast.expr | None, known: Mapping[str, ast.expr], depth: int = 0) -> str:
    """What an expression reads like; parts that only the running program knows are a gap."""
    if node is None:
        return ""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, known, depth) for part in node.values)
    if isinstance(node, ast.FormattedValue) or depth > 3:
        return _GAP
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left, known, depth) + _text(node.right, known, depth)
    if isinstance(node, ast.IfExp):
        return " / ".join(_text(part, known, depth + 1) for part in (node.body, node.orelse))
    if isinstance(node, ast.Name) and node.id in known:
        return _text(known[node.id], known, depth + 1)
    return _GAP


def page() -> str:
    """The whole page."""
    files = sorted((ROOT / "ims_xl").rglob("*.py"))
    trees = {str(file.relative_to(ROOT).as_posix()): ast.parse(file.read_text(encoding="utf-8")) for file in files}
    names = carriers(trees)
    lines, folder = [_HEAD], ""
    for module, tree in sorted(trees.items(), key=lambda item: (item[0].rpartition("/")[0], item[0])):
        found = sorted(set(messages(module, tree, names)))
        if found and folder != (folder := module.rpartition("/")[0]):
            lines.append(f"\n## {folder}\n\n| Message | What to do | Module |\n|---|---|---|\n")
        lines += [f"| {_cell(one.reason)} | {_cell(one.remedy)} | `{module.rpartition('/')[2]}` |\n" for one in found]
    return "".join(lines)


def _cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|")
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
