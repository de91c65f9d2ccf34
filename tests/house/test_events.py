"""docs/events.md says what the code does: who records an event, what it carries, who reacts."""

import re

from jkrlm.kernel.outbox import reaction_name
from jkrlm.wiring import REACTIONS
from tests.house.events import ROOT, recorded

#: Saleor's are in capitals: ORDER_CONFIRMED. They are the contract's, not ours.
OURS = {name for name in REACTIONS if not name.isupper()}


def rows() -> dict[str, list[str]]:
    """Return event -> the cells of its row: recorded by, payload, what happened, who reacts."""
    text = (ROOT / "docs" / "events.md").read_text()
    found = {}
    for line in text.splitlines():
        cells = [each.strip() for each in line.strip().strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"`[A-Z][A-Za-z]+`", cells[0]):
            found[cells[0].strip("`")] = cells[1:]
    return found


def ticked(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def test_every_event_has_its_row_and_no_row_is_left_over() -> None:
    assert set(rows()) == OURS | set(recorded())


def test_what_is_reacted_to_is_recorded_somewhere() -> None:
    assert set(recorded()) >= OURS


def test_who_records_it_and_what_it_carries() -> None:
    said = rows()
    for name, (rooms, keys) in recorded().items():
        assert ticked(said[name][0]) == rooms, name
        assert ticked(said[name][1]) >= keys, name
        assert said[name][2], name


def test_who_reacts() -> None:
    for name, cells in rows().items():
        reactions = {_short(reaction_name(each)) for each in REACTIONS.get(name, ())}
        assert ticked(cells[3]) == reactions, name
        assert reactions or cells[3] == "nobody yet: not kept", name


def _short(name: str) -> str:
    """certification.cases.reactions.on_case_applied -> certification.cases.on_case_applied."""
    parts = name.split(".")
    two = parts[0] in ("certification", "sellers", "jkrlm") or parts[:2] == ["commerce", "payments"]
    return ".".join([*parts[: 2 if two else 1], parts[-1]])
