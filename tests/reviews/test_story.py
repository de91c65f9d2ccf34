"""From a piece that came to stars on its page: written, read, answered, changed, taken off."""

import json
import re

from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jkrlm.people.facade import Role, audit_trail
from media.facade import picture_bytes
from storefront.models import MailMessage
from storefront.reviews.models import ProductTally, Review, TextChange
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import SHARED, Phone, open_village
from tests.reviews.world import WORDS, Bought, a_photo, decide, staff


def published(bought: Bought, **typed: object) -> Review:
    assert bought.write(**typed).status_code == 303
    assert decide(staff(), "review", bought.review.pk).status_code == 302
    return bought.review


def test_a_review_is_shown_once_somebody_has_read_it(bought: Bought) -> None:
    order = bought.client.get(f"/orders/{bought.access.token}/")
    assert "Write about Kani shawl" in text(order)
    assert "Nobody has written about this piece yet" in text(Client().get(bought.page))

    sent = bought.write(shown_name="Ananya", photos=[a_photo(), a_photo("blue")])

    assert sent["Location"] == f"/orders/{bought.access.token}/"
    assert "Your review of Kani shawl Being read" in text(bought.client.get(sent["Location"]))
    assert WORDS not in text(Client().get(bought.page))
    assert not ProductTally.objects.exclude(stars_5=0).exists()

    editor = staff()
    assert "1 text waits to be read" in text(editor.get("/staff/reviews/"))
    assert decide(editor, "review", bought.review.pk).status_code == 302

    page = text(Client().get(bought.page))
    assert "5.0 ★★★★★ of 5, from 1 review" in page
    assert f"5 of 5 stars, Ananya {bought.review.written_at:%B %Y} · bought here {WORDS}" in page
    letter = MailMessage.objects.get(kind="review")
    assert (letter.to, letter.subject) == ("ananya@example.in", "Your review of Kani shawl")
    assert "It is on the page now." in mail.outbox[-1].body
    assert list(TextChange.objects.values_list("actor", "state", "version")) == [
        ("writer", "submitted", 1),
        (f"person:{bought.review.decided_by_id}", "published", 1),
    ]


def test_photographs_are_private_until_then_and_carry_no_camera(bought: Bought) -> None:
    bought.write(photos=[a_photo()])
    (key,) = bought.review.photos
    assert b"Camera of Pune" not in picture_bytes(key)
    assert Client().get(f"/media/{key}/256.webp").status_code == 404
    assert staff().get(f"/media/{key}/256.webp").status_code == 200

    decide(staff(), "review", bought.review.pk)

    (shown,) = bought.review.shown_photos
    assert Client().get(f"/media/{shown}/256.webp").status_code == 200
    assert f"/media/{shown}/256.webp" in Client().get(bought.page).content.decode()


def test_search_engines_read_the_rating_and_nobody_can_break_out_of_it(bought: Bought) -> None:
    published(bought, words="</script><script>alert(1)</script> & soft")

    page = Client().get(bought.page).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block
    (data,) = [each for each in json.loads(block[1])["@graph"] if each["@type"] == "Product"]
    assert data["aggregateRating"]["ratingValue"] == "5.0"
    assert data["aggregateRating"]["reviewCount"] == 1
    assert data["review"][0]["reviewBody"] == "</script><script>alert(1)</script> & soft"
    assert data["review"][0]["author"]["name"] == "A buyer"
    assert "<script>alert" not in page


def test_a_change_is_read_again_and_off_the_page_meanwhile(bought: Bought) -> None:
    published(bought)
    assert bought.write(stars="2", words="After a wash it is smaller.").status_code == 303

    assert WORDS not in text(Client().get(bought.page))
    assert "Nobody has written about this piece yet" in text(Client().get(bought.page))
    decide(staff(), "review", bought.review.pk)
    assert "2.0 ★★ ★★★ of 5, from 1 review" in text(Client().get(bought.page))
    assert Review.objects.count() == 1


def test_a_refusal_says_why_and_how_to_mend_it(bought: Bought) -> None:
    bought.write(words="Call me on 98450 12345.")

    answer = decide(staff(), "review", bought.review.pk, "refused", reason="personal")

    assert answer.status_code == 302
    letter = MailMessage.objects.get(kind="review")
    assert "We did not publish it: It names a person, a phone number or an address." in letter.text
    assert "Leave names, numbers and addresses of people out, and send it again." in letter.text
    assert bought.address in letter.text
    assert "Not published. It names a person" in text(bought.client.get(bought.address))
    assert bought.write(words="Good.").status_code == 303
    assert bought.review.state == "submitted"


def test_a_refusal_without_reason_and_words_put_in_are_refused(bought: Bought) -> None:
    bought.write()
    editor, number = staff(), bought.review.pk
    editor.get(f"/staff/reviews/review/{number}/")
    with nothing_changes():
        for more in (
            {"decision": "refused"},
            {"decision": "refused", "reason": "other"},
            {"decision": ""},
            {"decision": "hidden", "reason": "abuse"},
            {"decision": "published", "words": WORDS + " Best shop."},
            {"decision": "published", "words": "Soft, […] cold"},
        ):
            form = {"version": "1", **more}
            assert editor.post(f"/staff/reviews/review/{number}/", form).status_code == 422, more


def test_words_can_be_taken_out_and_the_audit_keeps_both(bought: Bought) -> None:
    bought.write(words="Call 98450 12345. Soft and warm.")

    decide(staff(), "review", bought.review.pk, words="[…] Soft and warm.")

    assert "[…] Soft and warm." in text(Client().get(bought.page))
    (row,) = audit_trail(f"review {bought.review.pk}", most=5)
    assert row.before["words"] == "Call 98450 12345. Soft and warm."
    assert row.after["words"] == "[…] Soft and warm."


def test_of_two_editors_the_second_is_told(bought: Bought) -> None:
    bought.write()
    number, first, second = bought.review.pk, staff(), staff(Role.ADMINISTRATOR)
    decide(first, "review", number)

    form = {"version": "1", "decision": "refused", "reason": "abuse"}
    assert second.post(f"/staff/reviews/review/{number}/", form).status_code == 422
    hidden_by_nobody = {"version": "9", "decision": "hidden", "reason": "abuse"}
    answer = second.post(f"/staff/reviews/review/{number}/", hidden_by_nobody)
    assert answer.status_code == 409
    assert bought.review.state == "published"


def test_the_maker_answers_and_staff_read_that_too(bought: Bought) -> None:
    village = open_village()
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    number = published(bought).pk
    assert "5 of 5 stars" in text(leader.client.get("/sell/reviews/"))
    assert "Kani shawl: 5 of 5 stars" in text(leader.client.get("/sell/notices/"))

    form = {"key": "11111111-1111-4111-8111-111111111111", "version": "0", "words": "شکریہ، بہن۔"}
    sent = leader.client.post(f"/sell/reviews/review/{number}/", form)
    assert sent.status_code == 302
    assert "شکریہ" not in text(Client().get(bought.page))
    assert leader.client.post(f"/sell/reviews/review/{number}/", form).status_code == 302
    assert bought.review.answer.version == 1
    assert bought.review.answer.language == "ur"

    decide(staff(), "answer", bought.review.answer.pk)
    assert "The maker answers: Kanihama Tuji SHG شکریہ، بہن۔" in text(Client().get(bought.page))


def test_five_at_a_time_newest_or_most_helpful_first(shop, shopper, bought: Bought) -> None:
    first = published(bought)
    for number in range(6):
        Review.objects.create(
            sold_line=10_000 + number,
            key=f"00000000-0000-4000-8000-00000000000{number}",
            product_id=first.product_id,
            product_slug=first.product_slug,
            product_name=first.product_name,
            words=f"Number {number}",
            language="en",
            stars=3,
            state="published",
            published_at=first.published_at,
        )
    reader = Client()
    assert "Number 5" in text(reader.get(bought.page))
    assert WORDS not in text(reader.get(bought.page))
    helped = reader.post(f"{bought.page}reviews/{first.pk}/helpful/?reviews=helpful&reviewpage=1")
    assert helped["Location"] == f"{bought.page}?reviews=helpful&reviewpage=1#reviews"
    reader.post(f"{bought.page}reviews/{first.pk}/helpful/")

    assert Review.objects.get(pk=first.pk).helpful == 1
    best = text(reader.get(f"{bought.page}?reviews=helpful"))
    assert best.index(WORDS) < best.index("Number 5")
    for asked in ("reviews=x&reviewpage=999", "reviewpage=-1", "reviewpage=💥", "reviews="):
        assert reader.get(f"{bought.page}?{asked}").status_code == 200


def test_a_page_with_reviews_asks_the_database_no_more_often(bought: Bought) -> None:
    published(bought)
    visitor = Client()
    visitor.get(bought.page)
    with CaptureQueriesContext(connection) as found:
        assert WORDS in text(visitor.get(bought.page))
    assert len([each for each in found if "shop_reviews" in each["sql"]]) == 1
    assert len(found) <= 8, [each["sql"][:120] for each in found]
