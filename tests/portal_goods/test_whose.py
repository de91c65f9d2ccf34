"""Goods, drafts, photographs and voices: who may see and change them, and who does not learn that they are."""

from uuid import uuid4

import pytest
from django.test import Client

from catalogue.facade import ListingState
from jkrlm.people.facade import Role, User, grant_role
from media.facade import picture
from tests.portal_goods.world import Women, agree, form, goods_of, photograph, recording, upload

FILES = ("photos/0/", "voice/")
ACTS = ("stock/", "price/", "copy/", "take-off/", "put-on/")


@pytest.fixture
def listing(women: Women):
    women.haseena.post("/sell/products/new/", form(voice_note=upload(recording(), "note.wav")))
    (found,) = goods_of()
    return found


@pytest.fixture
def draft(women: Women):
    sent = form(draft="1", voice_note=upload(recording(2), "note.wav"), photo=upload(photograph("red")))
    women.haseena.post("/sell/products/new/", sent)
    (found,) = goods_of(person=women.id_of("Haseena Begum"))
    assert found.state is ListingState.DRAFT
    return found


def test_the_group_sees_what_is_sent_and_only_she_her_draft(women: Women, listing) -> None:
    for path in ("", *FILES):
        assert women.shameema.get(f"/sell/products/{listing.id}/{path}").status_code == 200


def test_a_draft_and_its_files_are_hers_alone(women: Women, draft) -> None:
    for path in ("", *FILES):
        assert women.haseena.get(f"/sell/products/{draft.id}/{path}").status_code == 200
        assert women.shameema.get(f"/sell/products/{draft.id}/{path}").status_code == 404
        assert women.crp.get(f"/sell/products/{draft.id}/{path}").status_code == 404
    for act in ACTS:
        assert women.shameema.post(f"/sell/products/{draft.id}/{act}", {"key": "k"}).status_code == 404
    women.crp.post("/sell/for/choose/", {"mandate": str(agree(women, "Shameema Akhter"))})
    assert women.crp.get(f"/sell/products/{draft.id}/").status_code == 404


def test_another_group_learns_nothing(women: Women, listing) -> None:
    for path in ("", *FILES):
        assert women.dilshada.get(f"/sell/products/{listing.id}/{path}").status_code == 404
    for act in ACTS:
        answer = women.dilshada.post(
            f"/sell/products/{listing.id}/{act}", {"key": "k", "quantity": "9", "price": "1"}
        )
        assert answer.status_code == 404
    assert women.dilshada.post(f"/sell/products/{listing.id}/", form()).status_code == 404
    (after,) = goods_of()
    assert after == listing


def test_a_helper_under_consent_has_that_members_goods_alone(women: Women, listing) -> None:
    women.shameema.post("/sell/products/new/", form(words="Shameema’s"))
    hers = next(each for each in goods_of() if each.words == "Shameema’s")
    assert women.crp.get(f"/sell/products/{hers.id}/photos/0/").status_code == 200
    women.crp.post("/sell/for/choose/", {"mandate": str(agree(women))})
    assert women.crp.get(f"/sell/products/{listing.id}/").status_code == 200
    assert women.crp.get(f"/sell/products/{hers.id}/").status_code == 404
    assert f"/sell/products/{hers.id}/" not in women.crp.get("/sell/products/").content.decode()
    assert women.crp.post(f"/sell/products/{hers.id}/copy/", {"key": "k"}).status_code == 404


def test_a_helper_without_a_member_reads_and_changes_nothing(women: Women, listing) -> None:
    page = women.crp.get("/sell/products/").content.decode()
    assert "Kanihama Tuji SHG" in page
    assert "In checking · 1" in page
    for act in ACTS:
        answer = women.crp.post(f"/sell/products/{listing.id}/{act}", {"key": "k"})
        assert answer["Location"].startswith("/sell/for/?next=")
    assert women.crp.post(f"/sell/products/{listing.id}/", form()).status_code == 302
    assert goods_of() == (listing,)


@pytest.mark.parametrize("role", Role)
def test_strangers_of_every_role_have_no_address_for_its_files(women: Women, listing, role: Role) -> None:
    """Editors hold the text in their hands: they alone have the photograph at the public address."""
    key = listing.photo_keys[0]
    user = User.objects.create_user(email="stranger@umeed.example", name="Stranger")
    grant_role(user, role)
    client = Client()
    client.force_login(user, backend="jkrlm.people.backends.DemoBackend")
    for path in FILES:
        assert client.get(f"/sell/products/{listing.id}/{path}").status_code == 403
    may = role in (Role.EDITOR, Role.ADMINISTRATOR)
    for address in (f"/media/{key}/256.webp", f"/media/{key}/original"):
        answer = client.get(address)
        assert answer.status_code == (200 if may else 404)
        assert "immutable" not in answer.get("Cache-Control", "")


def test_the_public_address_of_a_photograph_leads_nowhere(women: Women, listing) -> None:
    key = listing.photo_keys[0]
    assert picture(key).key == key
    for client in (Client(), women.haseena, women.dilshada):
        for stem in ("32.webp", "256.webp", "1024.avif", "original"):
            assert client.get(f"/media/{key}/{stem}").status_code == 404


def test_knowing_the_photograph_does_not_lead_to_it(women: Women) -> None:
    """The public address of a picture is made of its bytes: a private one's is not."""
    import hashlib

    women.haseena.post("/sell/products/new/", form(photo=upload(photograph("gold"))))
    guessed = hashlib.sha256(photograph("gold")).hexdigest()
    assert Client().get(f"/media/{guessed}/original").status_code == 404


def test_a_voice_note_is_played_in_pieces(women: Women, listing) -> None:
    answer = women.haseena.get(f"/sell/products/{listing.id}/voice/", headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.content), answer["Cache-Control"].count("no-store")) == (
        206,
        100,
        1,
    )


def test_a_photograph_seen_before_costs_no_bytes_and_asks_again(women: Women, listing) -> None:
    address = f"/sell/products/{listing.id}/photos/0/"
    first = women.haseena.get(address)
    again = women.haseena.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert women.dilshada.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404


def test_kept_files_are_shown_to_her_alone(women: Women) -> None:
    sent = form(price="x")
    women.haseena.post("/sell/products/new/", sent)
    from sellers.portal.models import KeptFile

    name = KeptFile.objects.get().name
    address = f"/sell/products/drafts/{sent['key']}/files/{name}/"
    assert women.haseena.get(address).status_code == 200
    for client in (women.shameema, women.dilshada, women.crp):
        assert client.get(address).status_code == 404
    assert women.haseena.get(f"/sell/products/drafts/{uuid4()}/files/{name}/").status_code == 404
