"""What can be changed in a text, shown on small ones."""

import pytest

from benchmarks.mutations import is_other, mutated, mutations


def changed(source: str) -> list[str]:
    """Every mutant of a text that Python takes."""
    text = source.encode()
    return [mutated(text, one).decode() for one in mutations(text) if is_other(text, one)]


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a not  in b", ["x = a in b"]),
        ("x = a is not None", ["x = a is None"]),
        ("x = a <= b != c", ["x = a < b != c", "x = a <= b == c"]),
        ("x = (a) and (b)", ["x = (a) or (b)"]),
        ("x = a - b // c", ["x = a + b // c", "x = a - b * c"]),
        ("x = ~a", ["x = a"]),
        ("x = True", ["x = False"]),
        ("x = 2.5", ["x = 3.5"]),
        ("x = 'ITC₹'", ["x = 'ITC₹~'"]),
        ("x = 'Words for a reader'", []),
        ("x = {a, b}", ["x = {b}", "x = {a}"]),
        ("x = (a,)", []),
        ("f(a, key=b)", ["pass", "f(a)"]),
        ("x = zip(a, b, strict=True)", []),
        ("x += a", ["pass"]),
        ("x = a if b else c", ["x = a if not (b) else c"]),
        ("x = [a for a in b if c]", ["x = [a for a in b if not (c)]"]),
        ("if a:\n    raise b", ["if not (a):\n    raise b", "if a:\n    pass"]),
        ("def f(a: int | None) -> int | None:\n    'Says it.'\n    return a", [
            "def f(a: int | None) -> int | None:\n    'Says it.'\n    return None",
        ]),
        ("x = f'{a}b'", []),
    ],
)  # fmt: skip
def test_the_mutants_of_a_line(source: str, mutants: list[str]) -> None:
    assert changed(source) == mutants


def test_a_mutant_is_told_by_its_line_and_kind() -> None:
    (one,) = mutations("# Übertrag\nx = a == b\n".encode())
    assert (one.kind, one.line, one.new) == ("comparison", 2, b"!=")


def test_what_only_looks_different_is_no_mutant() -> None:
    assert changed("def f():\n    return None") == []
