"""Who may not write, what cannot be taken, and two at the same moment."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.test import Client

from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User, count_attempt
from storefront.photos import PHOTOS
from storefront.reviews.errors import ChangedMeanwhile
from storefront.reviews.invariants import invariants
from storefront.reviews.models import ProductTally, Review, TextChange
from storefront.reviews.services.decide import Decision, decide
from storefront.reviews.services.forget import forget_buyer
from storefront.reviews.services.write_review import ReviewWish, write_review
from storefront.reviews.states import TRANSITIONS, TextState
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import LONE, Phone, open_village
from tests.reviews.world import WORDS, Bought, a_photo, buy, new_key, staff
from tests.reviews.world import decide as press

ATTEMPTS = frozenset({"people_attempts"})


def test_a_piece_on_its_way_cannot_be_written_about(shop, shopper) -> None:
    waiting = buy(shop, shopper, "Walnut tray", arrives=False)
    form = {"key": new_key(), "version": "0", "stars": "5", "words": WORDS}
    with nothing_changes():
        assert waiting.client.get(waiting.address).status_code == 404
        assert waiting.client.post(waiting.address, form).status_code == 404
    assert "Write about" not in text(waiting.client.get(f"/orders/{waiting.access.token}/"))


def test_another_orders_line_and_a_guessed_address_are_nothing(shop, shopper, bought: Bought) -> None:
    other = buy(shop, shopper, "Walnut tray", arrives=False)
    form = {"key": new_key(), "version": "0", "stars": "5", "words": WORDS}
    with nothing_changes():
        for token in (other.access.token, "A" * 22, "x", "💥"):
            address = f"/orders/{token}/reviews/{bought.line}/"
            assert Client().get(address).status_code == 404
            assert Client().post(address, form).status_code == 404
        assert Client().get(f"/orders/{bought.access.token}/reviews/999999/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stars": ""}, "Choose one to five stars."),
        ({"stars": "6"}, "Select a valid choice"),
        ({"stars": "0"}, "Select a valid choice"),
        ({"words": " \t "}, "Write a few words."),
        ({"words": "x" * 3001}, "Ensure this value has at most 3000 characters"),
        ({"words": "a\x00b"}, "Null characters are not allowed"),
        ({"shown_name": "A buyer in Pune"}, "Write a first name, in one word"),
        ({"shown_name": "Ananya9"}, "Write a first name, in one word"),
        ({"shown_name": "a@b.in"}, "Write a first name, in one word"),
    ],
)
def test_what_cannot_be_taken_comes_back_as_typed(bought: Bought, changed: dict[str, str], said: str) -> None:
    form = bought.form(**changed)
    with nothing_changes():
        answer = bought.client.post(bought.address, form)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    if "words" not in changed:
        assert WORDS in answer.content.decode()


@pytest.mark.parametrize("name", ["Ananya", "अनन्या", "عائشہ", "Jean-Luc", "O’Neil"])
def test_first_names_of_any_script_are_names(bought: Bought, name: str) -> None:
    assert bought.write(shown_name=name).status_code == 303
    assert bought.review.shown_name == name


def test_what_is_no_photograph_is_refused_by_its_name_and_the_others_are_kept(bought: Bought) -> None:
    for what, file in (
        ("svg", SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>", "image/jpeg")),
        ("page", SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", "image/jpeg")),
        ("half", SimpleUploadedFile("x.jpg", a_photo().getvalue()[:700], "image/jpeg")),
    ):
        answer = bought.write(photos=[a_photo(), file])

        assert answer.status_code == 422, what
        assert f"{file.name}: " in text(answer)
        assert answer.content.decode().count('name="photo" value="') == 1
    assert not Review.objects.exists()


def test_five_photographs_are_one_too_many(bought: Bought) -> None:
    answer = bought.write(photos=[a_photo(each) for each in ("red", "blue", "green", "black", "white")])
    assert answer.status_code == 422
    assert "Send 4 photographs at most." in text(answer)


def test_photographs_are_counted_for_the_order_and_those_taken_stay(bought: Bought) -> None:
    for subject in ("127.0.0.1", f"order {bought.access.pk + 1}"):
        for _try in range(PHOTOS.most):
            count_attempt(PHOTOS, subject=subject, now=clock.now())
    for _try in range(PHOTOS.most - 1):
        count_attempt(PHOTOS, subject=f"order {bought.access.pk}", now=clock.now())

    told = bought.write(photos=[a_photo("red"), a_photo("blue")])

    assert told.status_code == 429 and "Too many tries." in text(told)
    assert told.content.decode().count('name="photo" value="') == 1


def test_written_in_two_windows_the_second_is_told(bought: Bought) -> None:
    first, second = bought.form(), bought.form(words="Other words.")
    assert bought.client.post(bought.address, first).status_code == 303
    with nothing_changes():
        answer = bought.client.post(bought.address, second)
    assert answer.status_code == 409
    assert "Other words." in answer.content.decode()
    assert bought.client.post(bought.address, first).status_code == 303
    assert bought.review.version == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviews_of_one_line_at_the_same_moment_are_one(shop, shopper) -> None:
    bought = buy(shop, shopper, "Kani shawl")
    outcomes: list[str] = []

    def write(words: str) -> None:
        wish = ReviewWish(new_key(), 0, 5, words, "en", "", ())  # type: ignore[arg-type]
        try:
            write_review(
                access=bought.access, line_id=bought.line, wish=wish, product=("s", "n"), now=clock.now()
            )
            outcomes.append("kept")
        except ChangedMeanwhile:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(f"Number {place}",)) for place in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", *["refused"] * 4]
    assert Review.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        TextChange.objects.update(actor="nobody")


@pytest.mark.django_db(transaction=True)
def test_reviews_published_at_the_same_moment_are_all_counted(shop, shopper) -> None:
    bought = buy(shop, shopper, "Kani shawl")
    staff()
    editor = User.objects.get(email="editor@umeed.example")
    made = [
        Review.objects.create(
            sold_line=9_000 + place,
            key=new_key(),
            product_id=bought.product_id,
            product_name="n",
            words="w",
            language="en",
            stars=place + 1,
        )
        for place in range(5)
    ]

    def publish(review: Review) -> None:
        try:
            wanted = Decision(TextState.PUBLISHED, 1)
            decide(what="review", number=review.pk, decision=wanted, user=editor, now=clock.now())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=(each,)) for each in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ProductTally.objects.get(pk=bought.product_id).by_stars == dict.fromkeys(range(1, 6), 1)
    assert invariants()[0][1]() == []
    ProductTally.objects.update(stars_5=7)
    assert invariants()[0][1]() == [f"product {bought.product_id}: its stars are not those of its reviews"]


def test_a_forgotten_buyers_review_stays_without_a_name(bought: Bought) -> None:
    bought.write(shown_name="Ananya")
    press(staff(), "review", bought.review.pk)
    assert forget_buyer(access_ids=[bought.access.pk]) == 1
    page = text(Client().get(bought.page))
    assert WORDS in page
    assert "Ananya" not in page
    assert bought.review.access is None


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.ADMINISTRATOR)])
def test_every_other_role_is_a_stranger_where_texts_are_read(bought: Bought, role: Role) -> None:
    bought.write()
    client = staff(role)
    with nothing_changes():
        for path in ("/staff/reviews/", f"/staff/reviews/review/{bought.review.pk}/"):
            assert client.get(path).status_code == 403
            form = {"version": "1", "decision": "published"}
            assert client.post(path, form).status_code in (403, 405)


def test_another_groups_woman_reads_and_answers_nothing(bought: Bought) -> None:
    open_village()
    bought.write()
    number = bought.review.pk
    press(staff(), "review", number)
    stranger = Phone(LONE).trust().client
    form = {"key": new_key(), "version": "0", "words": "Mine."}
    with nothing_changes(but=frozenset({"people_phonesession"})):
        assert stranger.get(f"/sell/reviews/review/{number}/").status_code == 404
        assert stranger.post(f"/sell/reviews/review/{number}/", form).status_code == 404
        assert "Kani shawl" not in text(stranger.get("/sell/reviews/"))


def test_every_state_is_reached() -> None:
    assert {TextState.SUBMITTED} | {to for many in TRANSITIONS.values() for to in many} == set(TextState)
