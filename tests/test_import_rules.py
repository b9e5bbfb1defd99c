"""Does each room keep to itself? Pages compose: no SQL, no formula, no table.

import-linter holds the rules between ``pantau`` and ``etl`` (``pyproject.toml``). ``app.py`` and ``pages/`` are
scripts, no package, so their rules are held here, on their syntax trees.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from pantau.database import ROOT

PAGES = sorted((ROOT / "pages").rglob("*.py"))
ENTRY = [ROOT / "app.py"]
PACKAGES = [p for room in ("pantau", "etl") for p in sorted((ROOT / room).rglob("*.py"))]

NOT_IN_A_PAGE = (
    "sqlalchemy", "sqlite3", "psycopg", "alembic", "numpy", "etl",
    "pantau.schema", "pantau.marts", "pantau.database", "pantau.reference",
)  # fmt: skip

SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|GROUP BY|ORDER BY|CREATE TABLE|PRAGMA)\b")
SQL_CALLS = {"execute", "exec_driver_sql", "read_sql", "read_sql_query", "read_sql_table", "read_postgis"}
FORMULAS = {
    "sum", "mean", "median", "std", "var", "quantile", "groupby", "agg", "aggregate", "pivot_table", "cumsum", "diff",
    "pct_change", "rolling", "div", "truediv", "mul", "multiply", "divide", "eval",
}  # fmt: skip
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


def imports(tree: ast.AST) -> Iterator[str]:
    """Each module that is imported anywhere in the tree, and for ``from a import b`` also ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def is_text_or_list(node: ast.AST) -> bool:
    """Whether an operand shows that ``+``, ``*`` or ``%`` joins text or lists rather than computes."""
    if isinstance(node, ast.BinOp):
        return is_text_or_list(node.left) or is_text_or_list(node.right)
    return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def computations(tree: ast.AST) -> Iterator[str]:
    """What in a page's tree is SQL or a formula, as ``line: what``. A position within ``[a:b]`` is no formula."""
    positions = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Slice) for part in ast.walk(node)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.BinOp(op=operator) if isinstance(operator, ARITHMETIC) and id(node) not in positions:
                if not is_text_or_list(node):
                    yield f"{line}: {ast.unparse(node)}"
            case ast.AugAssign(op=operator, value=value) if isinstance(operator, ARITHMETIC):
                if not is_text_or_list(value):
                    yield f"{line}: {ast.unparse(node)}"
            case ast.Constant(value=str(value)) if SQL.search(value):
                yield f"{line}: SQL {value!r}"
            case ast.Call(func=ast.Attribute(attr=name)) if name in SQL_CALLS | FORMULAS:
                yield f"{line}: .{name}()"
            case ast.Call(func=ast.Name(id="sum" | "eval" | "exec" as name)):
                yield f"{line}: {name}()"


def parse(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_import_linter_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_knows_no_table(path: Path) -> None:
    assert [module for module in imports(parse(path)) if within(module, NOT_IN_A_PAGE)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_holds_no_sql_and_no_formula(path: Path) -> None:
    assert list(computations(parse(path))) == []


def test_nothing_imports_the_pages_or_the_entry() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in PACKAGES + PAGES + ENTRY
        if path.exists()
        for module in imports(parse(path))
        if within(module, ("app", "pages"))
    ]
    assert wrong == []


def test_the_entry_knows_no_table() -> None:
    forbidden = ("sqlalchemy", "pandas", "numpy", "etl", "pantau.schema", "pantau.marts")
    assert [module for path in ENTRY for module in imports(parse(path)) if within(module, forbidden)] == []


# --- do the rules bite? -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "share = paid / due",
        "share = 100 * paid",
        "left = due - paid",
        "total += row.amount",
        "half = n // 2",
        "odd = n % 2",
        "total = sum(row.amount for row in rows)",
        "fit = 1 - error",
        "total = table['amount'].sum()",
        "by_rw = table.groupby('rw').first()",
        "q = 'SELECT amount FROM disbursement'",
        "q = f'DELETE FROM {table}'",
        "rows = connection.execute(statement)",
        "x = table.eval('paid / due')",
    ],
)
def test_sql_and_formulas_are_found(code: str) -> None:
    assert list(computations(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "title = 'Peta: ' + name",
        "title = f'{a}' + b + c",
        "columns = st.columns([1] * 3)",
        "files = shown + ['peta.png']",
        "st.caption('%s dari %s' % (a, b))",
        "kind: str | None = None",
        "st.info('Select an area from the map')",
        "shown = months[: months.index(month) + 1]",
    ],
)
def test_joining_text_and_lists_is_no_formula(code: str) -> None:
    assert list(computations(ast.parse(code))) == []


def test_imports_are_found_wherever_they_stand() -> None:
    code = "def f():\n    from pantau import schema\n    import sqlalchemy.orm as orm\n"
    assert [m for m in imports(ast.parse(code)) if within(m, NOT_IN_A_PAGE)] == ["pantau.schema", "sqlalchemy.orm"]
