"""Which package may know which: the direction in which the data flows."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "askcity": {"askcity", "crawler", "index", "bot", "handoff", "demo", "eval"},
    "crawler": {"crawler"},
    "index": {"index", "crawler"},
    "handoff": {"handoff"},
    "bot": {"bot", "index", "handoff"},
    "eval": {"eval", "bot", "index", "crawler", "handoff", "demo"},
    "demo": {"demo"},
}
SHARED = {"askcity.clock", "askcity.settings", "askcity.errors", "askcity.database", "askcity.logs"}
"""What every package may use: settings, errors, the database, logs."""


def imports(path: Path) -> set[str]:
    """The modules that a file imports, at its top and inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def trespasses(package: str) -> list[str]:
    """Imports of a package that go against the direction."""
    ours = set(ALLOWED) | {"tests"}
    return [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for module in sorted(imports(path))
        if module.split(".")[0] in ours - ALLOWED[package] and module not in SHARED
    ]


def test_packages_know_only_what_stands_before_them() -> None:
    assert [line for package in ALLOWED for line in trespasses(package)] == []


def test_the_layer_rule_would_notice() -> None:
    assert "askcity.app" not in SHARED
    assert imports(Path(__file__)) == {"ast", "pathlib"}
