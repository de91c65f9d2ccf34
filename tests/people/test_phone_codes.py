"""A code comes by SMS to a phone on a roll; it works once, for ten minutes, in the browser that asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.people.errors import SmsCodeRefused, TooManyAttempts
from jkrlm.people.models import SignInCode, SmsMessage
from jkrlm.people.selectors import sms_messages
from jkrlm.people.services.clear_up import forget_messages
from jkrlm.people.services.sms_codes import ask_code, check_sms_code
from tests.common.at_once import at_once

HERS, NOBODYS = "+919419055510", "+919419055511"


def asked(
    phone: str = HERS, *, is_known: bool = True, network: str = "192.0.2.1", ago: timedelta = timedelta()
) -> int:
    return ask_code(phone=phone, is_known=is_known, language="en", network=network, now=now() - ago)


def code_for(code_id: int) -> str:
    """Return the code that its message says."""
    position = list(SignInCode.objects.order_by("pk").values_list("pk", flat=True)).index(code_id)
    messages = sms_messages(most=100)
    return messages[len(messages) - 1 - position].text[:6]


def tried(code_id: int, typed: str, *, network: str = "192.0.2.1", later: timedelta = timedelta()) -> str:
    return check_sms_code(code_id=code_id, typed=typed, network=network, now=now() + later)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.django_db
def test_the_right_code_proves_the_phone_once() -> None:
    code_id = asked()
    code = code_for(code_id)

    assert tried(code_id, code) == HERS
    with pytest.raises(SmsCodeRefused):
        tried(code_id, code)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{} ", " {:.3} {:.3}", "urdu", "hindi"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    code_id = asked()
    code = code_for(code_id)
    zero = {"urdu": "۰", "hindi": "०"}.get(typed)
    if zero:
        shown = "".join(chr(ord(zero) + int(digit)) for digit in code)
    else:
        shown = f"{code[:3]} {code[3:]}" if "3" in typed else typed.format(code)

    assert tried(code_id, shown) == HERS


@pytest.mark.django_db
def test_no_code_stands_in_the_database() -> None:
    code_id = asked()
    code = code_for(code_id)

    with connection.cursor() as cursor:
        for table in ("people_signincode", "people_smsmessage", "kernel_outboxmessage"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
            assert code not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_five_tries_and_the_right_one_comes_too_late() -> None:
    code_id = asked()
    code = code_for(code_id)

    for _try in range(5):
        with pytest.raises(SmsCodeRefused):
            tried(code_id, wrong(code))
    with pytest.raises(SmsCodeRefused):
        tried(code_id, code)
    assert SignInCode.objects.get().used_at is None


@pytest.mark.django_db
def test_after_ten_minutes_it_is_too_old() -> None:
    code_id = asked()

    with pytest.raises(SmsCodeRefused):
        tried(code_id, code_for(code_id), later=timedelta(minutes=10, seconds=1))
    assert tried(code_id, code_for(code_id), later=timedelta(minutes=9)) == HERS


@pytest.mark.django_db
def test_the_code_of_another_browser_is_not_right_here() -> None:
    here, there = asked(), asked()

    with pytest.raises(SmsCodeRefused):
        tried(here, code_for(there))


@pytest.mark.django_db
def test_a_number_that_nobody_has_gets_nothing_and_no_code_is_right() -> None:
    code_id = asked(NOBODYS, is_known=False)
    relay.drain()

    message = SmsMessage.objects.get()
    assert (message.state, message.attempts, message.sent_at) == ("withheld", 0, None)
    for typed in ("000000", "", "······"):
        with pytest.raises(SmsCodeRefused):
            tried(code_id, typed)


@pytest.mark.django_db
def test_asking_does_the_same_work_for_a_known_and_an_unknown_number() -> None:
    shapes = []
    for phone, is_known in ((HERS, True), (NOBODYS, False)):
        with CaptureQueriesContext(connection) as queries:
            asked(phone, is_known=is_known)
        shapes.append([query["sql"].split()[0] for query in queries])
    assert shapes[0] == shapes[1]


@pytest.mark.django_db
def test_a_phone_may_ask_five_times_an_hour_and_ten_a_day() -> None:
    for hours in (4, 2):
        for _time in range(5):
            asked(ago=timedelta(hours=hours))
        with pytest.raises(TooManyAttempts) as refusal:
            asked(ago=timedelta(hours=hours))
        assert 3500 < refusal.value.params["seconds"] <= 3600
    with pytest.raises(TooManyAttempts) as refusal:
        asked()
    assert refusal.value.params["seconds"] > 19 * 3600
    assert SignInCode.objects.count() == SmsMessage.objects.count() == 10


@pytest.mark.django_db
def test_a_network_may_ask_sixty_times_and_guess_sixty_times() -> None:
    ids = [asked(f"+9194190{place:05d}") for place in range(60)]
    with pytest.raises(TooManyAttempts):
        asked("+919419099999")
    assert asked("+919419099999", network="192.0.2.2") > 0

    for code_id in ids:
        with pytest.raises(SmsCodeRefused):
            tried(code_id, wrong(code_for(code_id)), network="192.0.2.9")
    with pytest.raises(TooManyAttempts):
        tried(ids[0], code_for(ids[0]), network="192.0.2.9")
    assert SignInCode.objects.filter(used_at__isnull=False).count() == 0


@pytest.mark.django_db
def test_right_codes_do_not_use_the_network_up() -> None:
    for place in range(70):
        code_id = asked(f"+9194190{place:05d}")
        tried(code_id, code_for(code_id))
        SignInCode.objects.all().delete()
        SmsMessage.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_one_code_at_the_same_moment_opens_one_door() -> None:
    code_id = asked()
    code = code_for(code_id)

    def try_it() -> None:
        try:
            tried(code_id, code)
        finally:
            connection.close()

    outcomes = at_once(*[try_it] * 4)

    assert outcomes.count(None) == 1
    assert sum(isinstance(each, SmsCodeRefused) for each in outcomes) == 3


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_five_in_all() -> None:
    code_id = asked()
    code = code_for(code_id)

    def try_it() -> None:
        try:
            tried(code_id, wrong(code))
        finally:
            connection.close()

    at_once(*[try_it] * 9)

    assert SignInCode.objects.get().tries == 5


@pytest.mark.django_db
def test_what_strangers_typed_is_gone_after_a_day() -> None:
    asked(ago=timedelta(days=2))
    SmsMessage.objects.update(created_at=now() - timedelta(days=2))
    asked()

    assert forget_messages(now=now()) == 2
    assert (SignInCode.objects.count(), SmsMessage.objects.count()) == (1, 1)
