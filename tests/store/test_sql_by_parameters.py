"""SQL carries values as parameters. Where a statement is put together from parts, it stands in the list below."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import hotline_tui

ROOT = Path(hotline_tui.__file__).parent
RAW = {"text", "exec_driver_sql", "executescript", "executemany", "execute", "scalar", "scalars", "DDL", "SQL"}
RAW |= {"literal_column", "raw"}
BUILT: dict[str, str] = {}
"""file::function → from what it is put together: never from anything that comes from outside."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def literals(tree: ast.Module) -> set[str]:
    """Names of the module that are bound once, to a text without places."""
    found: dict[str, int] = {}
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name):
                found[target.id] = found.get(target.id, 0) + (1 if literal(node.value) else 2)
    return {name for name, times in found.items() if times == 1}


def literal(node: ast.expr | None) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return literal(node.left) and literal(node.right)
    return isinstance(node, ast.Constant)


def builds(node: ast.expr) -> bool:
    """Whether a text is put together here."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        texts = (ast.JoinedStr, ast.Constant)
        return not literal(node) and (isinstance(node.left, texts) or isinstance(node.right, texts))
    if isinstance(node, ast.IfExp):
        return builds(node.body) or builds(node.orelse)
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return named and node.func.attr in ("format", "replace", "join")  # type: ignore[attr-defined]


def handed_on(node: ast.expr, known: set[str]) -> bool:
    """Whether a raw statement comes from elsewhere, where this test does not see what it is made of."""
    if isinstance(node, ast.IfExp):
        return handed_on(node.body, known) or handed_on(node.orelse, known)
    return not literal(node) and not (isinstance(node, ast.Name) and node.id in known)


def suspects() -> set[str]:
    found: set[str] = set()
    for name, tree in sources():
        known = literals(tree)
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)]:
            inner = function.body if isinstance(function, ast.FunctionDef) else []
            place = f"{name}::{getattr(function, 'name', '')}"
            for call in (node for one in inner for node in ast.walk(one)):
                if not isinstance(call, ast.Call) or not call.args:
                    continue
                called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                raw = called == "exec_driver_sql" or (called == "text" and isinstance(call.func, ast.Name))
                if called in RAW and (builds(call.args[0]) or (raw and handed_on(call.args[0], known))):
                    found.add(place)
    return found


BUILT |= {
    "services/verify.py::_damage": "a number of this file",
    "store/creation.py::_create_postgresql": "the stored schema",
    "store/creation.py::write_schema": "the stored schema, and pragmas of the engine",
    "store/engine.py::_engine": "pragmas of the engine",
    "store/engine.py::opened": "ON or OFF",
    "store/engine.py::prepare": "pragmas of the engine",
    "store/grants.py::apply": "names of roles and tables, quoted; see test_grants",
    "store/listening.py::_listen": "the name of the channel, which is a constant",
    "store/migrations/__init__.py::run": "the stored schema",
    "store/moving.py::_count": "names of the tables of the schema, quoted",
    "store/moving.py::_make_guards": "the stored schema",
    "store/moving.py::_make_tables": "the stored schema",
    "store/moving.py::_rows": "names of the tables and columns of the schema",
    "store/moving.py::set_sequences": "names that the catalogue gives, of our own schema",
    "store/postgres.py::_hears": "a name made here from random digits",
    "store/search.py::_ids": "two statements of this file",
}


def test_no_statement_is_built_outside_the_list() -> None:
    assert suspects() - set(BUILT) == set(), "carry values as parameters, or say here what it is put together from"


def test_the_list_names_nothing_that_is_gone() -> None:
    assert set(BUILT) - suspects() == set()


def test_the_look_finds_what_it_looks_for() -> None:
    bad = (
        "conn.execute(f'SELECT {name}')",
        "conn.execute('SELECT %s' % name)",
        "conn.execute('SELECT ' + name)",
        "text('SELECT {}'.format(name))",
        "text(name)",
        "conn.exec_driver_sql(name)",
        "conn.scalar(', '.join(names))",
    )
    for one in bad:
        call = ast.parse(one).body[0].value  # type: ignore[attr-defined]
        assert builds(call.args[0]) or handed_on(call.args[0], set()), one
    for good in ("conn.execute(text('SELECT :name'), {'name': name})", "conn.execute('SELECT 1')", "text('a' 'b')"):
        call = ast.parse(good).body[0].value  # type: ignore[attr-defined]
        assert not builds(call.args[0]), good


def test_only_the_store_and_its_readers_speak_sql() -> None:
    """A screen, a command line, an import never has a statement in its hands."""
    rooms = ("ui/", "domain/", "intake/", "locale/")
    for name, tree in sources():
        if name.startswith(rooms):
            calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
            raw = [node for node in calls if getattr(node.func, "attr", "") == "exec_driver_sql"]
            assert not raw, name
