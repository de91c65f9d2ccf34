"""A group asks for a certificate from the phone: for a piece, goods or a batch; completes it; appeals."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

import certification.cases.facade as cases
import certification.lots.facade as lots
from certification.cases.models import AppealRow, Case
from jkrlm.kernel import clock
from jkrlm.people.facade import Role
from jkrlm.people.models import AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import People, Seller, evaluate
from tests.common.buyer import text
from tests.portal_certificates.world import AT, form, goods
from tests.portal_goods.world import agree, photograph, upload
from tests.registry.world import somebody


@pytest.fixture
def people(women) -> People:
    users = {name: somebody(name, Role.OFFICER) for name in ("Shabnam", "Mehbooba", "Nighat")}
    return People(
        officer=users["Shabnam"],
        second=users["Mehbooba"],
        third=users["Nighat"],
        inspector=somebody("Parveena", Role.INSPECTOR),
        other=somebody("Rukhsana", Role.INSPECTOR),
        lab=somebody("Aasif", Role.LABORATORY),
        verifier=somebody("Mehvish", Role.LABORATORY),
        admin=somebody("Ada", Role.ADMINISTRATOR),
        seller=Seller(users["Shabnam"]),
    )


def hidden(page, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def test_the_goods_page_leads_to_the_form(women):
    row = goods(women)
    page = women.haseena.get("/sell/products/")
    assert f"{AT}new/{row.pk}/" in page.content.decode()
    listed = women.haseena.get(AT)
    assert "Not sold without it" in text(listed) and row.title in text(listed)
    asked = text(women.haseena.get(f"{AT}new/{row.pk}/"))
    assert "One certificate for this one piece." in asked
    for words in ("The whole piece, in daylight", "Days of weaving", "How many are there?"):
        assert (words in asked) is (words != "How many are there?")


def test_asked_for_incomplete_completed(women, people):
    row = goods(women)
    first = form()
    del first["file-reverse"]
    answer = women.haseena.post(f"{AT}new/{row.pk}/", first)
    found = cases.case(answer.url.split("/")[-2])
    assert (found.group_code, found.product_id, found.missing) == ("KZ09", row.product_id, ("reverse",))
    assert "Something is still missing" in text(women.haseena.get(answer.url))
    again = women.haseena.post(f"{AT}new/{row.pk}/", {**form(), "key": first["key"]})
    assert again.url == answer.url and Case.objects.count() == 1
    cases.send_back(found.number, ["reverse"], "In daylight, please say the village", people.officer)
    page = women.haseena.get(answer.url)
    assert "The reverse of the pattern Missing" in text(page) and "Days of weaving" not in text(page)
    shot = upload(photograph("navy"), "r.jpg")
    key = hidden(page, "key")[0]
    women.haseena.post(answer.url, {"key": key, "file-reverse": shot})
    mended = cases.case(found.number)
    assert (mended.state, mended.missing) == ("submitted", ())
    assert set(mended.photo_keys) == {"whole", "reverse"}
    assert women.haseena.get(f"{answer.url}photos/photo/reverse/0/").status_code == 200
    assert women.haseena.get(f"{answer.url}photos/photo/reverse/1/").status_code == 404
    told = AuditEntry.objects.filter(target=f"case {found.number}").order_by("id")
    assert list(told.values_list("verb", flat=True)) == [
        "ask-certificate",
        "ask-certificate",
        "cert.send-back",
        "complete-certificate",
    ]


def test_nothing_typed_is_lost(women):
    row = goods(women)
    page = women.haseena.post(f"{AT}new/{row.pk}/", form(**{"say-weaving_days": "forty"}))
    assert page.status_code == 422
    assert "forty" in page.content.decode() and len(hidden(page, "kept-whole")) == 1
    assert Case.objects.count() == 0
    kept = {f"kept-{code}": hidden(page, f"kept-{code}") for code in ("whole", "reverse")}
    answer = women.haseena.post(
        f"{AT}new/{row.pk}/", {"key": hidden(page, "key")[0], "say-weaving_days": "۴۰", **kept}
    )
    assert answer.status_code in (302, 422)
    answer = (
        answer
        if answer.status_code == 302
        else women.haseena.post(
            f"{AT}new/{row.pk}/", {"key": hidden(page, "key")[0], "say-weaving_days": "40", **kept}
        )
    )
    assert cases.case(answer.url.split("/")[-2]).missing == ()
    broken = women.haseena.post(
        f"{AT}new/{goods(women).pk}/", form(**{"file-whole": upload(b"no picture", "x.jpg")})
    )
    assert broken.status_code == 422 and len(hidden(broken, "kept-reverse")) == 1


def test_a_batch_new_and_chosen(women):
    row = goods(women, "saffron")
    today = clock.today()
    given = {
        "key": str(uuid4()),
        "lot": "new",
        "made_on": (today - timedelta(days=10)).isoformat(),
        "expires_on": (today + timedelta(days=300)).isoformat(),
        "quantity": "50",
        "say-harvest": "Pampore",
    }
    for wrong, words in (
        ({"made_on": "x"}, "Write the day"),
        ({"expires_on": ""}, "Write the last day"),
        ({"quantity": "many"}, "Write it as a number"),
        ({"quantity": "0"}, "Write how many"),
        ({"lot": "L-none"}, ""),
    ):
        page = women.haseena.post(f"{AT}new/{row.pk}/", {**given, "key": str(uuid4()), **wrong})
        assert page.status_code == 422 and words in text(page), wrong
    assert (Case.objects.count(), len(lots.lots_of_product(row.product_id))) == (0, 0)
    for _press in range(2):
        answer = women.haseena.post(f"{AT}new/{row.pk}/", given)
    found = cases.case(answer.url.split("/")[-2])
    lot = lots.lots_of_product(row.product_id)
    assert [each.number for each in lot] == [found.lot_number] and found.quantity == 50
    taken = women.haseena.post(f"{AT}new/{row.pk}/", {**given, "key": str(uuid4()), "lot": found.lot_number})
    assert taken.status_code == 422 and found.number in text(taken)


def test_all_pieces_of_goods_and_a_certificate_that_is_not_needed(women):
    row = goods(women, "honey", blocked=False)
    listed = text(women.haseena.get(AT))
    assert row.title in listed and "Not sold without it" not in listed
    walnut = goods(women, "walnut-carving")
    page = women.haseena.get(f"{AT}new/{walnut.pk}/")
    assert "One certificate for all pieces" in text(page)
    answer = women.haseena.post(f"{AT}new/{walnut.pk}/", {"key": hidden(page, "key")[0], "quantity": "40"})
    assert cases.case(answer.url.split("/")[-2]).quantity == 40
    assert women.haseena.get(f"{AT}new/{goods(women, 'gabba', blocked=False).pk}/").status_code == 404


def test_refused_and_appealed_and_taken_back(women, people):
    row = goods(women)
    answer = women.haseena.post(f"{AT}new/{row.pk}/", form())
    number = answer.url.split("/")[-2]
    cases.complete(number, people.officer)
    cases.assign(number, people.inspector.pk, people.officer)
    evaluate(people, cases.case(number))
    cases.decide(number, "refuse", ["origin"], "Secret note", None, people.second, "d")
    page = women.haseena.get(answer.url)
    assert "Where or how it was made could not be shown" in text(page) and "Secret" not in text(page)
    key = hidden(page, "key")[0]
    bare = women.haseena.post(f"{answer.url}appeal/", {"key": key, "words": " "})
    assert bare.status_code == 422 and "Say what was judged wrongly" in text(bare)
    for _press in range(2):
        women.haseena.post(f"{answer.url}appeal/", {"key": key, "words": "The loom was there."})
    assert AppealRow.objects.get().words == "The loom was there."
    assert women.haseena.post(f"{answer.url}take-back/").status_code == 302
    assert cases.case(number).state == "refused"
    other = women.haseena.post(f"{AT}new/{goods(women).pk}/", form())
    women.haseena.post(f"{other.url}take-back/")
    assert cases.case(other.url.split("/")[-2]).state == "withdrawn"


def test_only_her_own_groups(women):
    row = goods(women)
    foreign = goods(women, code="KZ11", who="Dilshada Mir")
    answer = women.haseena.post(f"{AT}new/{row.pk}/", form())
    assert women.dilshada.get(answer.url).status_code == 404
    with nothing_changes():
        assert women.dilshada.post(f"{AT}new/{row.pk}/", form()).status_code == 404
        assert women.haseena.post(f"{AT}new/{foreign.pk}/", form()).status_code == 404
        for act, given in (("", {"key": str(uuid4())}), ("take-back/", {}), ("appeal/", {"words": "x"})):
            assert women.dilshada.post(f"{answer.url}{act}", given).status_code == 404
    assert women.dilshada.get(f"{answer.url}photos/photo/whole/0/").status_code == 404
    assert row.title not in text(women.dilshada.get(AT))


def test_somebody_elses_photo_is_not_taken(women):
    row, foreign = goods(women), goods(women, code="KZ11", who="Dilshada Mir")
    hers = women.dilshada.post(f"{AT}new/{foreign.pk}/", form(**{"say-weaving_days": "x"}))
    stolen = hidden(hers, "kept-whole")[0]
    answer = women.haseena.post(
        f"{AT}new/{row.pk}/",
        {"key": str(uuid4()), "say-weaving_days": "40", "kept-whole": stolen, "kept-reverse": "../../x"},
    )
    assert cases.case(answer.url.split("/")[-2]).missing == ("whole", "reverse")


def test_a_helper_acts_under_consent_only(women):
    row = goods(women)
    asks = women.crp.post(f"{AT}new/{row.pk}/", form())
    assert asks.status_code == 302 and "/sell/for/" in asks.url
    assert Case.objects.count() == 0
    mandate = agree(women)
    women.crp.post("/sell/for/choose/", {"mandate": mandate})
    answer = women.crp.post(f"{AT}new/{row.pk}/", form())
    found = cases.case(answer.url.split("/")[-2])
    assert (found.applied_by, found.on_behalf_of) == ("Shazia Bano", "Haseena Begum (KZ09)")
    assert cases.history(found.number)[0].on_behalf_of == "Haseena Begum (KZ09)"
    assert found.person_id == women.id_of("Haseena Begum")


@pytest.mark.parametrize("language", ["hi", "ur"])
def test_pages_are_small_and_in_her_language(women, language):
    row = goods(women)
    asked = women.haseena.get(f"/{language}{AT}new/{row.pk}/")
    assert len(asked.content) < 14_000
    body = asked.content.decode()
    assert f'lang="{language}"' in body and (language != "ur" or 'dir="rtl"' in body)
    for english in ("The whole piece", "Send<", "Days of weaving", "Ask for a certificate"):
        assert english not in body, english
    listed = women.haseena.get(f"/{language}{AT}").content.decode()
    for english in ("Goods without", "Not sold", "Ask for the"):
        assert english not in listed, english
