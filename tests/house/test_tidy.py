"""House rules that a machine can see."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = ("commerce/client/", "/migrations/", "commerce/static/commerce/graphiql/", "/vendor/")

#: pattern -> what to do instead
BANNED = {
    r"\bdatetime\.(utcnow|now)\(\)": "jkrlm.kernel.clock.now()",
    r"style=\"": "a class in the stylesheet (the content security policy refuses inline style)",
    r"<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))[^>]*>": "a file under static/ (the content security policy refuses inline script)",
    r"\bon(click|submit|change|load)=\"": "a listener in a file under static/",
    r"\b(margin|padding|border)-(left|right)\b": "the logical property (…-inline-start, …-inline-end)",
    r"text-align:\s*(left|right)\b": "text-align: start or end",
    r"\b(TODO|FIXME|XXX)\b": "do it, or write it down in the closing note",
}

#: Whose facade.py is their only door.
ROOMS = (
    "exhibitions/plan exhibitions/stalls exhibitions/stock exhibitions/till exhibitions/results "
    "storefront sellers/registry sellers/ledger sellers/portal sellers/orders sellers/tax "
    "sellers/payouts sellers/earnings sellers/reconciliation sellers/collection sellers/notices "
    "certification/standards certification/lots certification/cases certification/inspection "
    "certification/laboratory certification/certificates certification/labels certification/verification "
    "certification/desk storefront/accounts storefront/reviews storefront/grievances logistics "
    "logistics/places logistics/parcels logistics/carriers logistics/rounds catalogue commerce media "
    "jkrlm/people"
).split()


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [
        ROOT / name for name in names if (ROOT / name).is_file() and not any(g in name for g in GENERATED)
    ]


def sources(*endings: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix in endings and "tests" not in path.relative_to(ROOT).parts[:1]
    ]


@pytest.mark.parametrize("pattern", BANNED, ids=list(BANNED.values()))
def test_banned_patterns_name_their_replacement(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}: use {BANNED[pattern]}"
        for path in sources(".py", ".html", ".css", ".js", ".txt")
        if "graphiql" not in path.name
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_files_stay_under_400_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py"
        if (count := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_functions_stay_under_70_lines():
    long = []
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 70:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_every_room_says_what_it_owns_and_has_a_door():
    for room in ROOMS:
        paragraph = (ROOT / room / "__init__.py").read_text()
        assert len(paragraph) > 60, f"{room}/__init__.py says too little"
        assert (ROOT / room / "facade.py").exists(), f"{room} has no door"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_a_room_is_entered_by_its_door_only():
    """Settings read what cannot wait for models. The shop's and logistics' rooms of rooms are layers of one."""
    owned = [room.replace("/", ".") for room in ROOMS if room not in ("storefront", "logistics", "commerce")]
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(".py")
        if "settings" not in path.parts
        for name in _imported(path)
        for room in owned
        if name.startswith(f"{room}.")
        and name.split(".")[len(room.split("."))] != "facade"
        and not ".".join(path.relative_to(ROOT).parts).startswith(f"{room}.")
    ]
    assert found == []


def test_no_secret_or_machine_path_is_committed():
    this = Path(__file__).name
    words = re.compile(r"sk_live_[0-9a-zA-Z]{20}|BEGIN (RSA|EC|OPENSSH) PRIVATE KEY|/root/|/tmp/prep|/work/")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.name != this
        and path.suffix in (".py", ".md", ".html", ".toml", ".yaml", ".yml", ".sh", ".css", ".js", "")
        and words.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_every_story_says_so_itself() -> None:
    """On a Saleor only modules that name the mark are read: one that borrows it never runs there."""
    stories = list((ROOT / "tests" / "stories").glob("test_*.py"))
    assert stories
    assert [path.name for path in stories if "pytest.mark.story" not in path.read_text()] == []
