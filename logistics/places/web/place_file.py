"""
A list of places as CSV: read, laid beside what there is, and taken. A row is what ``PlaceForm`` would be
given, so that it is held to the same rules; the preview takes the rows, too, and takes them back.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User
from logistics.places import selectors
from logistics.places.contracts import CLOSES, OPENS
from logistics.places.models import Place
from logistics.places.services.put_place import put_place
from logistics.places.states import PlaceKind
from logistics.places.web.forms import PlaceForm, initial_of

BYTES_MAX: Final = 300_000
ROWS_MAX: Final = 500
#: Column -> what stands in it, for who fills it in.
COLUMNS: Final[Mapping[str, str]] = {
    "code": "ours, never changed: CFC-BUD-01",
    "kind": "facility, collection, hub or exhibition",
    "name": "Narbal common facility centre",
    "district": "Budgam",
    "pincode": "193401",
    "village": "village or post office; it says where the place lies",
    "address": "house, lane, landmark",
    "latitude": "34.10220, measured there; else empty",
    "longitude": "74.67110, measured there; else empty",
    "organisation": "the VO or CLF that runs it",
    "hub": "code of the hub that serves it; empty: that of its PIN code",
    "groups": "codes of groups that bring their parcels: KZ09 KZ10",
    "prefixes": "hubs only: beginnings of PIN codes",
    "capacity_kg": "how much it has room for",
    "weekdays": "open on, from Monday, 1 or 0: 1111110",
    "opens": "09:00",
    "closes": "17:00",
    "begins": "exhibitions only: 2026-12-01",
    "ends": "exhibitions only: 2026-12-10",
    "closed_from": "first day on which it is no more",
    "source": "who said so",
}
NEEDED: Final = ("code", "kind", "name", "district", "pincode", "source")
_CODE: Final = re.compile(r"[A-Za-z0-9-]{2,40}")
#: A spreadsheet would reckon what begins so.
_FORMULA: Final = re.compile(r"'*[=+@\t\r-]")
_WEEKDAYS: Final = re.compile(r"[01]{7}")
#: The form calls these otherwise.
_FORM_NAMES: Final = {"hub": "hub_code"}
_COLUMN_NAMES: Final = {name: column for column, name in _FORM_NAMES.items()}
_WHEN_EMPTY: Final = {"weekdays": "1111110", "opens": f"{OPENS:%H:%M}", "closes": f"{CLOSES:%H:%M}"}


class BadFile(DomainError):
    """It is no list of places; the sentence says why."""

    code = "INVALID"


@dataclass(frozen=True, slots=True)
class Fault:
    """``column`` is empty where no single one is at fault."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """
    ``number`` is the file's line, the heading being the first. ``what``: new, changed, same, refused.
    ``version`` is that of the place as it was before; 0 where there was none.
    """

    number: int
    code: str
    name: str
    what: str
    faults: tuple[Fault, ...] = ()
    version: int = 0


def text_of(content: bytes) -> str:
    """
    Return a file's text.

    Raises:
        BadFile: it is too large, or not UTF-8.
    """
    if len(content) > BYTES_MAX:
        raise BadFile(_("The file is larger than 300 kB: send it in parts."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadFile(_("This is no CSV in UTF-8. Save it as “CSV UTF-8”."), field="file") from fault
    if "\x00" in text:
        raise BadFile(_("This is no CSV in UTF-8. Save it as “CSV UTF-8”."), field="file")
    return text


def rows_of(text: str) -> tuple[tuple[int, dict[str, str]], ...]:
    """
    Return the rows with the lines on which they end; empty ones are left out.

    Raises:
        BadFile: columns are missing or unknown, or it has no row, or too many.
    """
    heading = text.split("\n", 1)[0]
    sign = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _check_names(names)
        found = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                said = {"line": reader.line_num, "count": len(names)}
                raise BadFile(
                    _("Line %(line)s has more cells than the heading has columns (%(count)s).") % said,
                    field="file",
                )
            read = (_read(cell) for cell in cells)
            found.append((reader.line_num, dict(zip_longest(names, read, fillvalue=""))))
    except csv.Error as fault:
        said = {"line": reader.line_num}
        raise BadFile(
            _("Line %(line)s cannot be read: look at its quotation marks.") % said, field="file"
        ) from fault
    if not found or len(found) > ROWS_MAX:
        raise BadFile(_("A list has between one row and 500."), field="file")
    return tuple(found)


def _check_names(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadFile(_("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}, field="file")
    unknown = [name[:30] for name in names if name not in COLUMNS]
    if unknown:
        raise BadFile(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)}, field="file")
    if len(set(names)) < len(names):
        raise BadFile(_("A column stands there twice."), field="file")


@transaction.atomic
def take(
    text: str,
    *,
    reason: str,
    key: str,
    by: User,
    now: datetime,
    keep: bool,
    seen_at: Mapping[str, int] | None = None,
) -> tuple[Line, ...]:
    """
    Take every row that can be, each with its history and audit; without ``keep`` all is as it was before.
    A row that is as the place is changes nothing, so the same file may come again.

    ``seen_at``: code -> version of the places as somebody looked at them; what was changed since is refused.

    Raises:
        BadFile.
    """
    hubs, lines, seen = selectors.places(kind=PlaceKind.HUB.value), list[Line](), dict[str, int]()
    known_hubs = {hub.code: hub for hub in hubs}
    for number, row in rows_of(text):
        code = row["code"]
        faults = list(_own_faults(row, seen))
        held = Place.objects.select_related("hub").filter(code=code).first() if not faults else None
        form = PlaceForm(_data(row, held), hubs=tuple(known_hubs.values()), is_new=True)
        faults += _form_faults(form)
        what = "refused"
        if not faults:
            try:
                what = put_place(
                    code=code,
                    wish=form.wish(),
                    reason=reason,
                    key=_key(key, row),
                    by=by,
                    now=now,
                    version=seen_at.get(code, 0) if seen_at is not None else None,
                ).value
            except DomainError as refusal:
                faults.append(Fault(_column(refusal.field or ""), refusal.message))
        seen.setdefault(code, number)
        version = held.version if held else 0
        lines.append(Line(number, code[:40], row["name"][:160], what, tuple(faults), version))
    transaction.set_rollback(not keep)
    return tuple(lines)


def _key(key: str, row: Mapping[str, str]) -> str:
    """Of this form and this row: another file under the same form is something else."""
    return hashlib.sha256(json.dumps([key, sorted(row.items())]).encode()).hexdigest()


def _own_faults(row: Mapping[str, str], seen: Mapping[str, int]) -> Iterator[Fault]:
    code = row["code"]
    if not _CODE.fullmatch(code):
        yield Fault("code", _("Two to forty letters, digits and hyphens: CFC-BUD-01."))
    elif code in seen:
        yield Fault("code", _("This code stands on line %(line)s already.") % {"line": seen[code]})
    if row["kind"] == PlaceKind.GROUP:
        yield Fault("kind", _("A group’s place follows from the register of groups."))
    if row.get("weekdays") and not _WEEKDAYS.fullmatch(row["weekdays"]):
        yield Fault("weekdays", _("Seven digits from Monday, 1 where it is open: 1111110."))


def _data(row: Mapping[str, str], held: Place | None) -> dict[str, Any]:
    """Return what the form is given: a column that the file does not have stays as it is."""
    first: dict[str, Any] = {name: value or "" for name, value in initial_of(held).items()} if held else {}
    data = {
        "opens": _WHEN_EMPTY["opens"],
        "closes": _WHEN_EMPTY["closes"],
        "weekdays": list("012345"),
    } | first
    data |= {_FORM_NAMES.get(name, name): value or _WHEN_EMPTY.get(name, "") for name, value in row.items()}
    if "weekdays" in row:
        data["weekdays"] = [str(day) for day, sign in enumerate(data["weekdays"]) if sign == "1"]
    return data | {"reason": "list", "key": ""}


def _form_faults(form: PlaceForm) -> Iterator[Fault]:
    for name, sentences in form.errors.items():
        for sentence in sentences:
            yield Fault(_column(name), str(sentence))


def _column(name: str) -> str:
    return _COLUMN_NAMES.get(name, name if name in COLUMNS else "")


def empty_list() -> str:
    """Return the heading alone."""
    return _written(())


def list_of_now() -> str:
    """Return all places that are no group's and not invented, as a file that would change nothing."""
    rows = Place.objects.exclude(kind=PlaceKind.GROUP).filter(is_sample=False).select_related("hub")
    return _written(rows.order_by("kind", "code"))


def _written(rows: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        said = initial_of(row) | {"code": row.code, "hub": row.hub.code if row.hub else ""}
        said["weekdays"] = "".join("1" if is_open else "0" for is_open in row.weekdays)
        said |= {name: f"{said[name]:%H:%M}" for name in ("opens", "closes")}
        writer.writerow([_cell(said[name]) for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    """Return it as text that no spreadsheet takes for a formula; ``_read`` takes the sign off again."""
    said = "" if value is None else str(value)
    return f"'{said}" if _FORMULA.match(said) else said


def _read(cell: str) -> str:
    said = cell.strip()
    return said[1:] if said.startswith("'") and _FORMULA.match(said) else said
