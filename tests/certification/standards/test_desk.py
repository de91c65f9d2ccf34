"""The desk of standards: written by one, approved by another, nothing typed lost."""

from datetime import date, timedelta

import pytest
from django.test import Client

import certification.standards.facade as standards
from certification.standards.models import BrandUse, StandardVersion
from jkrlm.kernel.clock import today
from jkrlm.people.facade import AuditSearch, Role, audit_search
from tests.bad_input.unchanged import nothing_changes
from tests.certification.standards.world import DESK, NAMDA, YEAR, drawn_fields, signed_in
from tests.common.buyer import text
from tests.registry.world import open_registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Client:
    return signed_in("Dr Aasif Shah", Role.LABORATORY)


@pytest.fixture
def officer() -> Client:
    return signed_in("Shabnam Ara", Role.OFFICER)


def draft(client: Client, **changed: object) -> StandardVersion:
    answer = client.post(f"{DESK}new/", {**NAMDA, **changed})
    assert answer.status_code == 302, text(answer)
    return StandardVersion.objects.get(standard__code=NAMDA["standard_code"])


def act(client: Client, row: StandardVersion, name: str, words: str = "", key: str = ""):
    return client.post(f"{DESK}versions/{row.pk}/{name}/", {"words": words, "key": key or f"{name}-{words}"})


def state(row: StandardVersion) -> str:
    return StandardVersion.objects.get(pk=row.pk).state


def test_the_board_says_how_far_each_craft_has_come(officer: Client) -> None:
    page = text(officer.get(DESK))
    assert "JK-PASH-1:2026" in page
    assert "came with the software, approved by nobody here" in page
    rows = {row.kind: row for row in standards.board()}
    assert (rows["pashmina"].stage, rows["papier-mache"].stage, rows["namda"].stage) == (
        "adopted",
        "pilot",
        "none",
    )
    assert rows["saffron"].number == "JK-SAFF-1:2026"
    assert "JK-PM-1:2026" not in text(officer.get(f"{DESK}?stage=adopted")).partition("Every standard")[0]


def test_one_writes_another_approves_and_the_old_one_ends(writer: Client, officer: Client) -> None:
    row = draft(writer)
    assert standards.version_for("namda", on=date(YEAR, 6, 1)) is None
    act(writer, row, "propose")
    assert act(writer, row, "adopt").status_code == 403
    assert "Approve and adopt" in text(officer.get(f"{DESK}versions/{row.pk}/"))
    act(officer, row, "pilot", "Two seasons")
    assert state(row) == "pilot"
    found = standards.version_for("namda", on=date(YEAR, 6, 1))
    assert (found.number, found.state, found.seeded) == (f"JK-NAMDA-1:{YEAR}", "pilot", False)
    act(officer, row, "adopt")
    assert state(row) == "adopted"
    answer = writer.post(
        f"{DESK}versions/{row.pk}/next/",
        {**NAMDA, "key": "namda-2", "valid_from": f"{YEAR + 1}-01-01", "p3_l0_min": "9", "note": "Thicker"},
    )
    assert answer.status_code == 302
    following = StandardVersion.objects.get(number=f"JK-NAMDA-2:{YEAR + 1}")
    compared = text(officer.get(f"{DESK}compare/?a={row.pk}&b={following.pk}"))
    assert "1 line differs." in compared
    assert "Fine: ≥ 8 mm · Plain: ≥ 5 mm" in compared
    assert "Fine: ≥ 9 mm · Plain: ≥ 5 mm" in compared
    act(writer, following, "propose", key="p2")
    act(officer, following, "adopt", key="a2")
    assert standards.version_for("namda", on=date(YEAR, 12, 31)).number == f"JK-NAMDA-1:{YEAR}"
    assert standards.version_for("namda", on=date(YEAR + 1, 1, 1)).number == f"JK-NAMDA-2:{YEAR + 1}"
    verbs = [each.verb for each, _target in audit_search(AuditSearch(target="JK-NAMDA"), most=50).rows]
    assert verbs.count("cert.standard.adopt") == 2


def test_an_officer_does_not_approve_what_she_wrote(officer: Client) -> None:
    row = draft(officer)
    act(officer, row, "propose")
    page = text(officer.get(f"{DESK}versions/{row.pk}/"))
    assert "another person approves it" in page
    assert "Approve and adopt" not in page
    with nothing_changes():
        answer = act(officer, row, "adopt")
    assert answer.status_code == 422
    assert f"You wrote JK-NAMDA-1:{YEAR}: another person approves it." in text(answer)


def test_whoever_mended_a_draft_is_one_of_its_writers(writer: Client, officer: Client) -> None:
    row = draft(writer)
    answer = officer.post(f"{DESK}versions/{row.pk}/edit/", {**NAMDA, "title": "Namda felt", "revision": "1"})
    assert answer.status_code == 302
    act(writer, row, "propose")
    assert act(officer, row, "adopt").status_code == 422
    assert state(row) == "proposed"


def test_a_proposal_goes_back_with_a_reason(writer: Client, officer: Client) -> None:
    row = draft(writer)
    act(writer, row, "propose")
    assert act(officer, row, "send-back").status_code == 422
    assert state(row) == "proposed"
    act(officer, row, "send-back", "Which tool measures the thickness?")
    assert state(row) == "draft"
    assert "Which tool measures the thickness?" in text(writer.get(f"{DESK}versions/{row.pk}/"))


def test_pressed_twice_it_happens_once(writer: Client, officer: Client) -> None:
    row = draft(writer)
    again = writer.post(f"{DESK}new/", NAMDA)
    assert again.status_code == 302
    assert StandardVersion.objects.filter(standard__code="JK-NAMDA").count() == 1
    for _time in range(2):
        assert act(writer, row, "propose", key="same").status_code == 302
    assert row.changes.filter(state="proposed").count() == 1


def test_withdrawn_it_counts_no_more(officer: Client) -> None:
    row = StandardVersion.objects.get(number="JK-PASH-1:2026")
    assert act(officer, row, "withdraw").status_code == 422
    act(officer, row, "withdraw", "The registry changed the limit")
    day = today()
    assert standards.version_for("pashmina", on=day) is None
    assert standards.version_for("pashmina", on=day - timedelta(days=1)).number == "JK-PASH-1:2026"
    assert standards.version_by_number("JK-PASH-1:2026").state == "withdrawn"


def test_a_person_approves_what_came_with_the_software(officer: Client) -> None:
    row = StandardVersion.objects.get(number="JK-PASH-1:2026")
    assert "Nobody here has approved it yet" in text(officer.get(f"{DESK}versions/{row.pk}/"))
    act(officer, row, "adopt", "Read beside the source")
    assert not standards.version(row.pk).seeded
    assert "Nobody here has approved it yet" not in text(officer.get(f"{DESK}versions/{row.pk}/"))
    assert standards.version_for("pashmina", on=today()).id == row.pk


def test_a_standard_that_began_in_the_past_is_not_approved(writer: Client, officer: Client) -> None:
    row = draft(writer, valid_from="2026-01-01")
    act(writer, row, "propose")
    answer = act(officer, row, "adopt")
    assert answer.status_code == 422
    assert "would begin on 1 Jan 2026, in the past" in text(answer)


def test_goods_of_another_standard_are_refused_by_name(writer: Client, officer: Client) -> None:
    row = draft(writer, kinds=["namda", "pashmina"])
    act(writer, row, "propose")
    answer = act(officer, row, "adopt")
    assert answer.status_code == 422
    assert "JK-PASH-1:2026 is in force for the same goods" in text(answer)
    assert state(row) == "proposed"


WRONG = [
    ({"title": ""}, "This is missing."),
    ({"kinds": []}, "Choose the goods that it is for."),
    ({"kinds": ["gold"]}, "There are no goods called gold."),
    ({"valid_from": "soon"}, "A day is missing."),
    ({"surveillance_months": ""}, "This type of scheme looks again"),
    ({"scheme": "1b"}, "Schemes 1a and 1b have no surveillance"),
    ({"validity_months": "two"}, "A whole number of months"),
    ({"p3_l0_min": "3"}, "Asks more than the better grade “fine” does."),
    ({"p3_l0_min": "8,5"}, "Not a number."),
    ({"p3_l0_max": "7"}, "Less than the least allowed."),
    ({"p3_code": "felted"}, "“felted” is there already."),
    ({"p3_origin": ""}, "This is missing."),
    ({"p3_kind": "formula", "p3_formula": "felted / 2"}, "Not a parameter with a number: felted."),
    ({"p3_kind": "formula", "p3_formula": "open(1)"}, "has no place in a formula"),
    ({"p3_kind": "enumeration", "p3_choices": "thick"}, "At least two choices"),
    ({"p0_l0_expected": "", "p0_l1_expected": ""}, "What is critical needs a limit."),
    ({"g1_code": "fine"}, "“fine” is there already."),
    ({"g_rows": ""}, "From 1 to 5 grades"),
    ({"p_rows": ""}, "From 1 to 30 parameters."),
    ({"aql": "3"}, "Choose an AQL of the table."),
    ({"e0_label": ""}, "This is missing."),
    ({"standard_code": "namda!"}, "Capital letters, digits and -"),
]


@pytest.mark.parametrize(("changed", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(writer: Client, changed: dict, sentence: str) -> None:
    with nothing_changes():
        answer = writer.post(f"{DESK}new/", {**NAMDA, **changed})
    assert answer.status_code == 422
    assert sentence in text(answer)
    stands = drawn_fields(answer.content.decode())
    assert StandardVersion.objects.filter(standard__code="JK-NAMDA").count() == 0
    kept = {**NAMDA, **changed}
    for name in ("title", "note", "p0_name", "p3_l1_min", "p3_unit", "e0_label", "scheme", "level"):
        if name in stands:
            assert stands[name] == kept[name], name


def test_rows_come_and_go_and_nothing_else_moves(writer: Client) -> None:
    page = writer.post(f"{DESK}new/", {**NAMDA, "do": "add-p", "p3_name": "Thick<ness"}).content.decode()
    stands = drawn_fields(page)
    assert stands["p_rows"] == "0,3,4"
    assert (stands["p3_name"], stands["p3_l0_min"]) == ("Thick<ness", "8")
    assert 'id="id_p4_name"' in page
    page = writer.post(f"{DESK}new/", {**NAMDA, "do": "drop-p-0"}).content.decode()
    assert drawn_fields(page)["p_rows"] == "3"
    page = writer.post(f"{DESK}new/", {**NAMDA, "do": "up-g-1"}).content.decode()
    assert drawn_fields(page)["g_rows"] == "1,0"
    page = writer.post(f"{DESK}new/", {**NAMDA, "do": "add-g"}).content.decode()
    assert drawn_fields(page)["g_rows"] == "0,1,2"
    assert StandardVersion.objects.filter(standard__code="JK-NAMDA").count() == 0


def test_the_preview_saves_nothing(writer: Client) -> None:
    answer = writer.post(f"{DESK}new/", {**NAMDA, "do": "preview"})
    page = text(answer)
    assert "The inspector’s checklist" in page
    assert "Fine: ≥ 8 mm · Plain: ≥ 5 mm" in page
    assert "2 values have not been confirmed." in page
    assert StandardVersion.objects.filter(standard__code="JK-NAMDA").count() == 0


def test_of_two_who_write_at_once_the_second_is_told(writer: Client, officer: Client) -> None:
    row = draft(writer)
    edit = f"{DESK}versions/{row.pk}/edit/"
    assert drawn_fields(writer.get(edit).content.decode())["revision"] == "1"
    assert officer.post(edit, {**NAMDA, "title": "Felt of Kashmir", "revision": "1"}).status_code == 302
    answer = writer.post(edit, {**NAMDA, "title": "Namda rug", "revision": "1"})
    assert answer.status_code == 422
    assert f"Somebody saved JK-NAMDA-1:{YEAR} while you were writing." in text(answer)
    assert drawn_fields(answer.content.decode())["title"] == "Namda rug"
    assert standards.version(row.pk).title == "Felt of Kashmir"


def test_every_seeded_version_fits_the_editor(writer: Client) -> None:
    for row in StandardVersion.objects.order_by("pk"):
        page = writer.get(f"{DESK}versions/{row.pk}/next/")
        assert page.status_code == 200, row.number
        answer = writer.post(
            f"{DESK}versions/{row.pk}/next/",
            {
                **drawn_fields(page.content.decode()),
                "kinds": row.content["kinds"],
                "do": "preview",
            },
        )
        assert answer.status_code == 200, (row.number, text(answer)[:800])


def test_who_may_what() -> None:
    admin, editor = signed_in("Admin", Role.ADMINISTRATOR), signed_in("Editor", Role.EDITOR)
    row = StandardVersion.objects.get(number="JK-PASH-1:2026")
    for reader in (admin, editor):
        assert reader.get(DESK).status_code == 200
        assert reader.get(f"{DESK}versions/{row.pk}/").status_code == 200
        with nothing_changes():
            assert reader.get(f"{DESK}new/").status_code == 403
            assert reader.post(f"{DESK}new/", NAMDA).status_code == 403
            assert act(reader, row, "withdraw", "x").status_code == 403
    inspector = signed_in("Inspector", Role.INSPECTOR)
    assert act(inspector, row, "withdraw", "x").status_code == 403
    assert Client().get(DESK).status_code == 302
    assert state(row) == "adopted"


def test_brand_licences(officer: Client, writer: Client) -> None:
    open_registry()
    day = today()
    form = {"group_code": "kz09", "valid_from": day, "valid_until": day + timedelta(days=730), "key": "k1"}
    with nothing_changes():
        assert writer.post(f"{DESK}licences/", form).status_code == 404
        answer = officer.post(f"{DESK}licences/", {**form, "group_code": "XX99"})
    assert answer.status_code == 422
    assert "There is no group XX99." in text(answer)
    for _time in range(2):
        assert officer.post(f"{DESK}licences/", form).status_code == 302
    held = standards.brand_licence("KZ09", on=day)
    assert (held.number, held.valid_until) == ("JKRLM-BL-0001", day + timedelta(days=730))
    assert standards.brand_licence("KZ09", on=day + timedelta(days=730)) is None
    answer = officer.post(f"{DESK}licences/", {**form, "key": "k2"})
    assert "KZ09 has JKRLM-BL-0001" in text(answer)
    row = BrandUse.objects.get()
    officer.post(f"{DESK}licences/{row.pk}/end/", {"reason": ""})
    assert standards.brand_licence("KZ09", on=day) is not None
    officer.post(f"{DESK}licences/{row.pk}/end/", {"reason": "Labels on goods of others"})
    assert standards.brand_licence("KZ09", on=day) is None
    assert "Labels on goods of others" in text(officer.get(f"{DESK}licences/?q=KZ09"))
