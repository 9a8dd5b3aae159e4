"""Every small change of a source text that could alter an answer: the mutants of a module."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Mutation(NamedTuple):
    """Bytes of a source that are replaced; `kind` says by which rule, `line` counts from 1."""

    kind: str
    line: int
    start: int
    end: int
    new: bytes


_COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
}
_CALCULATED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: (r"\|", "&"),
}
_JOINED: dict[type[ast.boolop], tuple[str, str]] = {ast.And: ("and", "or"), ast.Or: ("or", "and")}

_CHECKS = ("strict",)  # options that only stop what never happens


def mutations(source: bytes) -> list[Mutation]:
    """All of them, in the order of the text; whether Python takes one is told by `is_other`."""
    return sorted(set(_of(ast.parse(source), _Places(source))), key=lambda one: one[2:])


def mutated(source: bytes, mutation: Mutation) -> bytes:
    """The source with the change."""
    return source[: mutation.start] + mutation.new + source[mutation.end :]


def is_other(source: bytes, mutation: Mutation) -> bool:
    """Whether the change leaves a text that Python can compile, and changes more than its form."""
    try:
        return ast.dump(ast.parse(mutated(source, mutation))) != ast.dump(ast.parse(source))
    except (SyntaxError, ValueError):
        return False


class _Places:
    """Where nodes stand, in bytes from the beginning."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._lines = [0, *(found.end() for found in re.finditer(b"\n", source))]

    def of(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Start and end."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[node.end_lineno - 1] + node.end_col_offset

    def between(self, kind: str, left: ast.expr, right: ast.expr, change: tuple[str, str]) -> Iterator[Mutation]:
        """The word or sign between two operands replaced."""
        start, end = self.of(left)[1], self.of(right)[0]
        if found := re.search(change[0].encode(), self.source[start:end]):
            yield self.change(kind, right, (start + found.start(), start + found.end()), change[1])

    def change(self, kind: str, node: ast.expr | ast.stmt | ast.keyword, span: tuple[int, int], new: str) -> Mutation:
        """A span of bytes replaced."""
        return Mutation(kind, node.lineno, *span, new.encode())

    def without(self, kind: str, nodes: Sequence[ast.expr | ast.keyword], at: int) -> Mutation:
        """One of several, with its comma, left out."""
        start, end = self.of(nodes[at])
        span = (start, self.of(nodes[at + 1])[0]) if at + 1 < len(nodes) else (self.of(nodes[at - 1])[1], end)
        return self.change(kind, nodes[at], span, "")


def _of(node: ast.AST, place: _Places) -> Iterator[Mutation]:
    """The mutations of a node and of all within; not of types, docstrings and pieces of formatted texts."""
    skipped: list[ast.AST | None] = [
        getattr(node, "annotation", None),
        getattr(node, "returns", None),
        *getattr(node, "decorator_list", ()),
    ]
    if isinstance(node, ast.Call):
        skipped += [one for one in node.keywords if one.arg in _CHECKS]
    if isinstance(node, ast.JoinedStr):
        skipped += [value for value in node.values if isinstance(value, ast.Constant)]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.stmt):
        yield from _of_statement(node, place)
    elif isinstance(node, ast.expr):
        yield from _of_expression(node, place)
    for child in ast.iter_child_nodes(node):
        if child not in skipped:
            yield from _of(child, place)


def _of_statement(node: ast.stmt, place: _Places) -> Iterator[Mutation]:
    span = place.of(node)
    if isinstance(node, (ast.Expr, ast.Raise, ast.AugAssign, ast.Continue, ast.Break, ast.Delete)):
        yield place.change("statement", node, span, "pass")
    elif isinstance(node, ast.Return) and node.value is not None:
        yield place.change("answer", node, span, "return None")
    elif isinstance(node, (ast.If, ast.While)):
        yield from _reversed(node.test, place)


def _of_expression(node: ast.expr, place: _Places) -> Iterator[Mutation]:
    span = place.of(node)
    match node:
        case ast.Constant(value=bool() as value):
            yield place.change("constant", node, span, str(not value))
        case ast.Constant(value=int() | float() as value):
            yield place.change("number", node, span, repr(value + 1))
        case ast.Constant(value=str() as text) if text and " " not in text:  # texts of several words are for readers
            yield place.change("text", node, span, repr(text + "~"))
        case ast.Compare():
            for left, right, sign in zip([node.left, *node.comparators], node.comparators, node.ops, strict=False):
                yield from place.between("comparison", left, right, _COMPARED[type(sign)])
        case ast.BoolOp():
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from place.between("and, or", left, right, _JOINED[type(node.op)])
        case ast.BinOp() if type(node.op) in _CALCULATED:
            yield from place.between("calculation", node.left, node.right, _CALCULATED[type(node.op)])
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield place.change("sign", node, (span[0], place.of(node.operand)[0]), "")
        case ast.IfExp():
            yield from _reversed(node.test, place)
        case ast.Tuple() | ast.Set() | ast.List() if len(node.elts) > 1 and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            yield from (place.without("element", node.elts, at) for at in range(len(node.elts)))
        case ast.Call() if len(node.args) + len(node.keywords) > 1:
            both: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
            options = [at for at, one in enumerate(both) if isinstance(one, ast.keyword) and one.arg not in _CHECKS]
            yield from (place.without("option", both, at) for at in options)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for one in (test for generator in node.generators for test in generator.ifs):
                yield from _reversed(one, place)


def _reversed(test: ast.expr, place: _Places) -> Iterator[Mutation]:
    start, end = place.of(test)
    yield place.change("condition", test, (start, end), f"not ({place.source[start:end].decode()})")
