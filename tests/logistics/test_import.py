"""A list of places: looked at row by row, taken once, taken again without a trace; each fault in its place."""

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from jkrlm.people.facade import Role, audit_trail
from logistics.places.models import Place, PlaceChange
from logistics.places.selectors import centre_of
from tests.bad_input.unchanged import nothing_changes
from tests.seller_orders.conftest import staff

pytestmark = pytest.mark.usefixtures("groups")
AT = "/staff/logistics/import/"
LIST = """code,kind,name,district,pincode,village,groups,weekdays,capacity_kg,source
CFC-BUD-01,facility,Narbal facility centre,Budgam,193401,Narbal,KZ09,1111110,800,DPM Budgam
CC-BUD-02,collection,Magam collection centre,Budgam,193401,Magam,KZ11,1010100,,DPM Budgam
"""


@pytest.fixture
def desk():
    return staff(Role.LOGISTICS, name="Javid Wani")


def seen(desk, text, name="places.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(), "text/csv")
    return desk.post(AT, {"file": file, "reason": "The mission's list", "key": "k", "see": "1"})


def kept(desk, page):
    form = page.content.decode().partition('name="keep"')[0]
    hidden = dict(re.findall(r'name="(key|reason|shown)" value="([^"]*)"', form))
    return desk.post(AT, {name: unescape(value) for name, value in hidden.items()} | {"keep": "1"})


def cells(page):
    rows = re.findall(r"<tr><td class=\"n\">(\d+)</td>(.*?)</tr>", page.content.decode(), re.S)
    return {int(line): " ".join(re.sub(r"<[^>]+>", " ", rest).split()) for line, rest in rows}


def test_a_list_is_looked_at_taken_and_changes_nothing_when_it_comes_again(desk):
    with nothing_changes():
        page = seen(desk, LIST)
    assert page.status_code == 200
    assert cells(page)[2] == "CFC-BUD-01 Narbal facility centre new"
    assert kept(desk, page).status_code == 302
    place = Place.objects.get(code="CFC-BUD-01")
    assert (place.kind, place.status, place.capacity_grams, place.weekdays[5:]) == (
        "facility",
        "confirmed",
        800_000,
        [True, False],
    )
    assert centre_of("KZ09").code == "CFC-BUD-01"
    changes = PlaceChange.objects.filter(what="make", reason="The mission's list")
    assert changes.count() == 2
    assert audit_trail(target="place CFC-BUD-01", most=9)[0].verb == "place.make"

    with nothing_changes():
        again = seen(desk, LIST)
        assert kept(desk, page).status_code == 302
    assert cells(again)[3].endswith("as it is")
    assert "Take " not in again.content.decode()

    changed = LIST.replace("Narbal facility", "Narbal women's facility").replace(",,DPM", ",250,DPM")
    page = seen(desk, changed.replace(",", ";").encode("utf-8-sig"))
    assert [said.rsplit(" ", 1)[1] for said in cells(page).values()] == ["changed", "changed"]
    assert kept(desk, page).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.version) == ("Narbal women's facility centre", 2)
    last = PlaceChange.objects.filter(place=place).latest("id")
    assert last.after["name"] == place.name and set(last.after) == {"name", "version"}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("C 1,facility,A,Budgam,193401,,,,,x", "code", "Two to forty letters"),
        ("CC-BUD-02,facility,A,Budgam,193401,,,,,x", "code", "stands on line 3 already"),
        ("X1,shop,A,Budgam,193401,,,,,x", "kind", "shop"),
        ("X1,group,A,Budgam,193401,,,,,x", "kind", "register of groups"),
        ("X1,facility,,Budgam,193401,,,,,x", "name", "required"),
        ("X1,facility,A,Atlantis,193401,,,,,x", "district", "Atlantis"),
        ("X1,facility,A,Budgam,560034,,,,,x", "pincode", "Six digits"),
        ("X1,facility,A,Budgam,199999,,,,,x", "pincode", "No post office"),
        ("X1,facility,A,Budgam,193401,,KZ77,,,x", "groups", "no group KZ77"),
        ("X1,facility,A,Budgam,193401,,KZ11,,,x", "groups", "brings its parcels to Magam"),
        ("X1,facility,A,Budgam,193401,,,mon,,x", "weekdays", "Seven digits"),
        ("X1,facility,A,Budgam,193401,,,,many,x", "capacity_kg", "whole number"),
        ("X1,facility,A,Budgam,193401,,,,,", "source", "required"),
        ("X1,exhibition,A,Budgam,193401,,,,,x", "begins", "first and a last day"),
    ],
)
def test_a_row_with_a_fault_says_where_and_leaves_the_others(desk, row, column, words):
    page = seen(desk, f"{LIST}{row}\n")
    said = cells(page)[4]
    assert f"refused {column} : " in said and words in said
    assert kept(desk, page).status_code == 302
    assert set(Place.objects.filter(kind__in=("facility", "collection")).values_list("code", flat=True)) == {
        "CFC-BUD-01",
        "CC-BUD-02",
    }


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"\xff\xfe\x00", "no CSV in UTF-8"),
        (b"", "empty"),
        ("name,kind\nA,hub\n", "Columns are missing: code"),
        (LIST.replace("village", "hamlet"), "Unknown columns: hamlet"),
        (LIST.replace("village", "name"), "stands there twice"),
        (LIST + 'X,"facility\n', "cannot be read"),
        (LIST.splitlines()[0] + "\n", "between one row and 500"),
        (LIST + ",".join("x" * 20) + "\n", "more cells"),
        (LIST + "x" * 300_001, "larger than 300 kB"),
    ],
    ids=range(9),
)
def test_what_is_no_list_is_refused_with_what_to_do(desk, file, words):
    with nothing_changes():
        page = seen(desk, file)
        assert page.status_code == 422 and words in page.content.decode()
        assert "The mission&#x27;s list" in page.content.decode()
        assert desk.post(AT, {"reason": "x", "shown": "forged", "keep": "1"}).status_code == 422


def test_a_short_row_lacks_what_it_lacks(desk):
    page = seen(desk, LIST + "CFC-1,facility\n")
    assert page.status_code == 200
    assert "refused name : This field is required." in cells(page)[4]


def test_kept_twice_it_is_taken_once_whatever_was_changed_between(desk):
    page = seen(desk, LIST)
    kept(desk, page)
    first = seen(desk, LIST.replace("Narbal facility", "Narbal women's"))
    assert kept(desk, first).status_code == 302
    assert kept(desk, seen(desk, LIST)).status_code == 302, "changed back"
    with nothing_changes():
        assert kept(desk, first).status_code == 302
    assert Place.objects.get(code="CFC-BUD-01").name == "Narbal facility centre"


def test_what_somebody_changed_after_it_was_looked_at_stays(desk):
    kept(desk, seen(desk, LIST))
    changed = LIST.replace("Narbal facility", "Narbal women's").replace("Magam coll", "Old Magam coll")
    page = seen(desk, changed)
    kept(desk, seen(desk, LIST.replace(",800,", ",900,")))
    answer = kept(desk, page)
    said = unescape(desk.get(answer.url).content.decode())
    assert "line 2, CFC-BUD-01. Somebody changed this place after you looked at the list." in said
    place = Place.objects.get(code="CFC-BUD-01")
    assert (place.name, place.capacity_grams) == ("Narbal facility centre", 900_000)
    assert Place.objects.get(code="CC-BUD-02").name == "Old Magam collection centre"
    late = seen(desk, LIST + "CC-NEW,collection,Hers,Budgam,193401,,,,,x\n")
    kept(desk, seen(desk, LIST + "CC-NEW,collection,His,Budgam,193401,,,,,x\n"))
    kept(desk, late)
    assert Place.objects.get(code="CC-NEW").name == "His", "new to both, it was made by one"


def test_no_cell_of_the_list_is_a_formula(desk):
    names = {"X1": '=HYPERLINK("http://x")', "X2": "+1", "X3": "@a", "X4": "-2", "X5": "''=3", "X6": "'tis"}
    out = io.StringIO()
    rows = csv.writer(out)
    for code, name in names.items():
        typed = f"'{name}" if code == "X5" else name
        rows.writerow([code, "facility", typed, "Budgam", "193401", "", "", "", "", "x"])
    kept(desk, seen(desk, LIST + out.getvalue()))
    assert dict(Place.objects.filter(code__in=names).values_list("code", "name")) == names
    now = desk.get(f"{AT}places.csv").content
    read = csv.DictReader(io.StringIO(now.decode("utf-8-sig")))
    written = {row["code"]: row["name"] for row in read if row["code"] in names}
    assert written == {code: name if code == "X6" else f"'{name}" for code, name in names.items()}
    assert all(said.endswith("as it is") for said in cells(seen(desk, now)).values())


def test_the_list_as_it_is_is_a_list_and_only_logistics_has_it(desk):
    kept(desk, seen(desk, LIST))
    now = desk.get(f"{AT}places.csv")
    assert now["Content-Disposition"] == 'attachment; filename="places.csv"'
    page = seen(desk, now.content)
    assert set(cells(page).values()) and all(said.endswith("as it is") for said in cells(page).values())
    heading = desk.get(f"{AT}template.csv").content.decode("utf-8-sig").strip()
    assert heading == now.content.decode("utf-8-sig").splitlines()[0]
    stranger = staff(Role.FINANCE_MAKER, name="S")
    for address in (AT, f"{AT}places.csv", f"{AT}template.csv"):
        assert stranger.get(address).status_code == 403


def test_a_command_shows_first_and_takes_when_told(desk, tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text(LIST + "X1,shop,A,Budgam,193401,,,,,x\n", encoding="utf-8")
    by = desk.get(AT).wsgi_request.user.email
    for more in ((), ("--keep",)):
        out = io.StringIO()
        with pytest.raises(CommandError, match="1 rows were refused"):
            call_command("import_places", str(path), "--by", by, "--reason", "List", *more, stdout=out)
        assert "line 2: CFC-BUD-01: new" in out.getvalue() and "kind: " in out.getvalue()
        assert Place.objects.filter(code="CFC-BUD-01").exists() is bool(more)
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("import_places", str(path), "--by", "x@y.z", "--reason", "List")
