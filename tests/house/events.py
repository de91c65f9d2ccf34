"""The calls that record an event of our own, read from the code: by whom, and with which payload."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "jkrlm",
    "catalogue",
    "certification",
    "commerce",
    "exhibitions",
    "logistics",
    "media",
    "sellers",
    "storefront",
)


def recorded() -> dict[str, tuple[set[str], set[str]]]:
    """
    Return name -> (rooms that record it, names in the payload as far as they stand in the call).

    Names that are no text (events of the store, on their way through) are left out.
    """
    found: dict[str, tuple[set[str], set[str]]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text()
            if "migrations" in path.parts or "outbox" not in text:
                continue
            for name, keys in _calls(ast.parse(text)):
                rooms, known = found.setdefault(name, (set(), set()))
                rooms.add(_room(path))
                known |= keys
    return found


def _room(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    two = parts[0] in ("certification", "sellers", "jkrlm") or parts[:2] == ("commerce", "payments")
    return ".".join(parts[: 2 if two else 1])


def _calls(tree: ast.Module) -> list[tuple[str, set[str]]]:
    constants = {
        each.targets[0].id: each.value.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and isinstance(each.value, ast.Constant)
    }
    constants |= {
        each.target.id: each.value.value
        for each in tree.body
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and isinstance(each.value, ast.Constant)
    }
    direct = {
        name.asname or name.name
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and each.module == "jkrlm.kernel.outbox"
        for name in each.names
    }
    found = []
    for each in ast.walk(tree):
        if not (isinstance(each, ast.Call) and each.args and _records(each.func, direct)):
            continue
        name = each.args[0]
        said = name.value if isinstance(name, ast.Constant) else constants.get(getattr(name, "id", ""))
        payload = each.args[1] if len(each.args) > 1 else None
        keys = payload.keys if isinstance(payload, ast.Dict) else []
        if isinstance(said, str):
            found.append((said, {key.value for key in keys if isinstance(key, ast.Constant)}))
    return found


def _records(function: ast.expr, direct: set[str]) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "record" and getattr(function.value, "id", "") == "outbox"
    return isinstance(function, ast.Name) and function.id == "record" and "record" in direct
