"""Names of zones on the map stay in their own room, whatever people call them."""

from decimal import Decimal

from exhibitions.plan.contracts import Exhibition, Stall, Zone
from exhibitions.plan.drawing import MARGIN, NAME_LETTER, UNITS, DrawnName, stall_map
from jkrlm.kernel.money import Money
from tests.exhibitions.world import a_fair


def a_stall(code: str, zone: str, x: int, y: int) -> Stall:
    three = Decimal(3)
    return Stall(code, zone, "3 × 3 m", Money(Decimal(6000), "INR"), Decimal(x), Decimal(y), three, three)


def drawn(fair: Exhibition, long_name: str) -> dict[str, DrawnName]:
    zones = [
        Zone("A", long_name, {}, 1, ()),
        Zone("D", "Saffron", {}, 2, ()),
        Zone("B", long_name, {}, 3, ()),
    ]
    stalls = [
        a_stall("A1", "A", 1, 4),
        a_stall("A2", "A", 4, 4),
        a_stall("D1", "D", 9, 4),
        a_stall("B1", "B", 1, 14),
    ]
    found = stall_map(fair, zones, stalls, (), {})
    return {name.lines[0][0][0]: name for name in found.names}


def test_a_long_name_does_not_run_into_the_next_zone(db: None) -> None:
    from exhibitions.plan.facade import exhibition

    names = drawn(exhibition(a_fair().code), "Weaves, carpets and embroidery")
    room = names["D"].x - names["A"].x
    words = [line for line, _y in names["A"].lines]
    assert " ".join(words) == "A · Weaves, carpets and embroidery"
    assert len(words) > 1
    assert all(len(line) * NAME_LETTER <= room for line in words)
    heights = [y for _line, y in names["A"].lines]
    assert heights == sorted(heights)
    assert heights[-1] < MARGIN + 4 * UNITS, "its last line stands above the stalls"
    assert len(names["B"].lines) == 1, "nobody stands beside it"
    assert [line for line, _y in names["D"].lines] == ["D · Saffron"]
