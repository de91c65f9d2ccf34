"""Documents that fail: what they promise is compared with the code."""

import re
from pathlib import Path

from jkrlm.people.sms.templates import GAP, TEMPLATES

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_setting_read_from_the_environment_is_documented():
    read: set[str] = set()
    for path in (ROOT / "jkrlm" / "settings").glob("*.py"):
        text = path.read_text()
        read |= set(re.findall(r"environ(?:\.get\(|\[|\.setdefault\()\s*\"([A-Z_]+)\"", text))
        read |= set(re.findall(r"required\(\"([A-Z_]+)\"", text))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert read - documented == set()


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_every_text_sent_to_phones_is_documented_with_its_gaps():
    text = (ROOT / "docs" / "settings.md").read_text()
    listed = {
        name: int(gaps)
        for name, gaps in re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (\d+) \|$", text, re.MULTILINE)
    }
    assert listed == {name: words["en"].count(GAP) for name, words in TEMPLATES.items()}
