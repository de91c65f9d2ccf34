"""Whose yes it was: told to her account, taken back and forgotten with it. And the desk knows every photograph."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

import catalogue.facade as catalogue
from catalogue.models import Listing, ListingPhoto, PhotoConsent
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User, grant_role
from storefront.accounts.models import Contact, ContactKind, Erasure
from storefront.accounts.rules import ERASURE_WAIT
from storefront.accounts.services.erase import erase
from tests.accounts.test_personal_data import exported
from tests.accounts.world import Browser
from tests.catalogue.goods import deliver, open_house
from tests.catalogue.test_editors_desk import browser
from tests.common.buyer import text
from tests.photos.samples import good
from tests.photos.world import in_the_store, kept, photo, sold, yes

pytestmark = pytest.mark.django_db

MAILBOX = "haseena@example.in"
OTHER = {"who": "Zeba Jan", "key": "yes-2", "contact": "+91 94190 55519"}


@pytest.fixture
def editor() -> Client:
    open_house()
    return browser(Role.EDITOR, name="Nasreen Jan")


def erased(user: User) -> None:
    at = clock.now()
    erase(
        wish=Erasure.objects.create(user=user, key=uuid.uuid4(), asked_at=at, due_at=at + ERASURE_WAIT),
        now=at,
    )
    deliver()


def test_her_account_tells_her_yes_and_its_erasure_ends_it_and_forgets_her_name(editor: Client) -> None:
    row = sold(kept(good(1)), kept(good(5)))
    one = photo(row)
    refused = yes(editor, one, contact="nobody")
    assert refused.status_code == 422 and "neither a mobile number nor" in text(refused)
    assert yes(editor, one, contact="Haseena@Example.in").status_code == 302
    assert yes(editor, photo(row, 1), **OTHER).status_code == 302
    deliver()
    assert len(in_the_store(row)) == 2
    assert PhotoConsent.objects.get(who="Zeba Jan").contact == "+919419055519"

    hers = Browser(contact=MAILBOX).sign_in()
    (told,) = exported(hers)["rooms"]["photographs"]
    (line,) = told["rows"]
    assert line["Who is in it?"] == "Haseena Begum" and "Form 7, Budgam hub" in line["By what"]
    before = PhotoConsent.objects.get(contact=MAILBOX)

    erased(Contact.objects.get(value=MAILBOX).user)

    after = PhotoConsent.objects.get(pk=before.pk)
    assert (after.who, after.said_by, after.evidence, after.contact) == ("–", "–", "–", "")
    assert (after.means, after.given_on, after.recorded_at, after.recorded_by_id) == (
        before.means,
        before.given_on,
        before.recorded_at,
        before.recorded_by_id,
    )
    assert after.withdrawn_at is not None
    assert PhotoConsent.objects.get(who="Zeba Jan").withdrawn_at is None, "another's yes stays"
    assert (photo(row).hidden, len(in_the_store(row))) == (True, 1)
    assert "Haseena" not in text(editor.get(f"/staff/photos/{one.pk}/"))


def test_who_sells_here_keeps_her_yes_when_her_account_as_a_buyer_ends(editor: Client) -> None:
    row = sold(kept(good(1)))
    yes(editor, photo(row), contact=MAILBOX)
    user = User.objects.create_user(email=MAILBOX, name="Haseena Begum")
    grant_role(user, Role.MEMBER)
    Contact.objects.create(user=user, kind=ContactKind.EMAIL, value=MAILBOX, proved_at=clock.now())

    erased(user)

    consent = PhotoConsent.objects.get()
    assert (consent.who, consent.withdrawn_at) == ("Haseena Begum", None)


def test_a_yes_is_forgotten_only_once_it_is_withdrawn_and_only_its_names(editor: Client) -> None:
    one = photo(sold(kept(good(1))))
    yes(editor, one, contact=MAILBOX)
    names = "who = '–', said_by = '–', evidence = '–', contact = '', withdrawn_words = ''"

    def written(what: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE catalogue_photoconsent SET {what}")

    with pytest.raises(DatabaseError, match="never rewritten"):
        written(names)
    editor.post(
        f"/staff/photos/consents/{PhotoConsent.objects.get().pk}/withdraw/", {"words": "She married."}
    )
    for change in ("who = 'Nobody'", f"{names}, given_on = '2020-01-01'", f"{names}, withdrawn_at = now()"):
        with pytest.raises(DatabaseError, match="never rewritten"):
            written(change)
    written(names)
    assert PhotoConsent.objects.get().withdrawn_words == ""


def test_a_photograph_without_its_row_and_a_row_without_its_photograph_are_reported(editor: Client) -> None:
    ((sentence, check),) = catalogue.invariants()
    row = sold(kept(good(1)), kept(good(5)))
    assert check() == [], sentence
    keys = Listing.objects.get(pk=row.id).photo_keys
    Listing.objects.filter(pk=row.id).update(photo_keys=keys[:1])
    assert check() == [f"listing {row.id}: photograph {keys[1][:12]} has a row, and the goods do not name it"]
    Listing.objects.filter(pk=row.id).update(photo_keys=keys)
    ListingPhoto.objects.filter(listing=row.id, place=0).delete()
    assert check() == [f"listing {row.id}: photograph {keys[0][:12]} has no row at the desk"]
