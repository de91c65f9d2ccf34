"""Questions to the maker: asked by anyone, read, answered, told, forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jkrlm.kernel import clock, relay
from jkrlm.people.facade import sms_messages
from storefront.models import MailMessage
from storefront.reviews import rules
from storefront.reviews.models import Question
from storefront.reviews.services.forget import forget_contacts
from storefront.written import language_of
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import SHARED, Phone, open_village
from tests.reviews.world import decide, hidden, new_key, staff

WORDS = "Can it be washed at home?"
ATTEMPTS = frozenset({"people_attempts"})


@pytest.fixture
def page(shop) -> str:
    shop.piece("Kani shawl", price="3500")
    return f"/products/{shop.slug('Kani shawl')}/"


def ask(client: Client, page: str, **changed: str):
    shown = client.get(page).content.decode()
    form = {"key": hidden(shown, "key"), "words": WORDS, "contact": "", "website": "", **changed}
    return client.post(f"{page}questions/", form)


def test_asked_read_answered_and_told(page: str) -> None:
    village = open_village()
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    visitor = Client()

    sent = ask(visitor, page, contact="Anita@Example.in")

    assert sent["Location"] == f"{page}#questions"
    assert "Your question is on its way" in text(visitor.get(page))
    question = Question.objects.get()
    assert (question.email, question.group_code, question.language) == ("anita@example.in", "KZ09", "en")
    assert "A question: Kani shawl" not in text(leader.client.get("/sell/reviews/"))

    decide(staff(), "question", question.pk)
    assert "A question: Kani shawl" in text(leader.client.get("/sell/reviews/"))
    assert "A buyer asks" in text(leader.client.get("/sell/notices/"))
    assert WORDS not in text(visitor.get(page))
    address = f"/sell/reviews/question/{question.pk}/"
    form = {"key": new_key(), "version": "0", "words": "By hand, in cold water."}
    assert leader.client.post(address, form).status_code == 302
    question.refresh_from_db()
    decide(staff(), "answer", question.answer.pk)

    assert f"{WORDS} By hand, in cold water." in text(visitor.get(page))
    letter = MailMessage.objects.get(kind="question")
    assert letter.to == "anita@example.in"
    assert "By hand, in cold water." in mail.outbox[-1].body
    question.refresh_from_db()
    assert (question.email, question.phone) == ("", "")
    assert f"{WORDS} By hand" in text(visitor.get(f"{page}questions/"))


def test_a_number_gets_an_sms_and_is_forgotten(page: str) -> None:
    village = open_village()
    leader = Phone(SHARED).trust()
    leader.choose(village.people["Haseena Begum"])
    ask(Client(), page, contact="94190 12345")
    question = Question.objects.get()
    decide(staff(), "question", question.pk)
    form = {"key": new_key(), "version": "0", "words": "By hand."}
    leader.client.post(f"/sell/reviews/question/{question.pk}/", form)
    decide(staff(), "answer", Question.objects.get().answer.pk)
    relay.drain()

    told = [each for each in sms_messages(most=20) if each.to == "+919419012345"]
    assert len(told) == 1
    assert "Your question about Kani shawl is answered." in told[0].text
    assert Question.objects.get().phone == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"words": " "}, "This field is required."),
        ({"words": "x" * 601}, "Ensure this value has at most 600 characters"),
        ({"contact": "12345"}, "Write an e-mail address, or a mobile number such as 94190 12345."),
        ({"contact": "a@"}, "This is no e-mail address: look at it again."),
        ({"words": "a\x00"}, "Null characters are not allowed"),
    ],
)
def test_a_refused_question_comes_back_on_the_products_page(page: str, changed: dict, said: str) -> None:
    visitor = Client()
    with nothing_changes():
        answer = ask(visitor, page, **changed)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in body
    assert "<details open>" in body
    assert "Kani shawl" in text(answer)


def test_a_trap_that_was_stepped_into_keeps_nothing(page: str) -> None:
    visitor = Client()
    with nothing_changes():
        assert ask(visitor, page, website="https://spam.example").status_code == 303


def test_the_ninth_question_of_an_hour_waits(page: str) -> None:
    visitor = Client()
    for _each in range(8):
        assert ask(visitor, page).status_code == 303
    answer = ask(visitor, page)
    assert answer.status_code == 429
    assert "Too many tries." in text(answer)
    assert Question.objects.count() == 8


def test_the_form_sent_twice_is_one_question(page: str) -> None:
    visitor, key = Client(), new_key()
    for _each in range(2):
        assert ask(visitor, page, key=key).status_code == 303
    assert Question.objects.count() == 1


def test_a_product_that_is_not_there_takes_no_question(page: str) -> None:
    with nothing_changes(but=ATTEMPTS):
        form = {"key": new_key(), "words": WORDS}
        assert Client().post("/products/no-such-piece/questions/", form).status_code == 404
        assert Client().get("/products/no-such-piece/questions/").status_code == 404


def test_contacts_are_forgotten_after_some_weeks(page: str) -> None:
    ask(Client(), page, contact="anita@example.in")
    decide(staff(), "question", Question.objects.get().pk)
    assert forget_contacts(now=clock.now()) == 0
    assert forget_contacts(now=clock.now() + rules.CONTACT_KEPT + timedelta(days=1)) == 1
    assert Question.objects.get().email == ""


def test_reviews_cost_a_products_page_one_query_where_there_are_none(page: str) -> None:
    visitor = Client()
    visitor.get(page)
    with CaptureQueriesContext(connection) as found:
        visitor.get(page)
    about = [each["sql"] for each in found if "shop_reviews" in each["sql"]]
    assert len(about) == 1
    assert len(found) <= 8, [each["sql"][:120] for each in found]


@pytest.mark.parametrize(
    ("words", "language"),
    [("Soft", "en"), ("बहुत अच्छा", "hi"), ("بہت اچھا", "ur"), ("12 💥", "ur"), ("OK بہت خوبصورت", "ur")],
)
def test_the_language_of_words_is_told_by_their_letters(words: str, language: str) -> None:
    assert language_of(words, "ur") == language


@pytest.mark.parametrize(
    ("after", "holds"),
    [
        ("Call 98450. Soft.", True),
        ("[…] Soft.", True),
        ("Call […] Soft.", True),
        ("Soft.", False),
        ("[…] Hard.", False),
        ("Soft. […] Call", False),
        ("[…]", False),
    ],
)
def test_words_can_only_be_taken_out(after: str, holds: bool) -> None:
    assert rules.is_only_shortened("Call 98450. Soft.", after) is holds
