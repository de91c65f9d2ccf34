"""Password, then the code; what is refused, and what is written down."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from jkrlm.people.facade import Role, User
from jkrlm.people.models import Attempts, AuditEntry
from tests.bad_input.unchanged import nothing_changes
from tests.people.conftest import EMAIL, PASSWORD, Desk, a_person, text


def audited() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "target"))


def test_a_newcomer_is_led_from_password_to_app_to_recovery_codes_to_the_desk(newcomer: Desk) -> None:
    client = newcomer.client

    asked = client.get("/staff/")
    assert (asked.status_code, asked["Location"]) == (302, "/staff/sign-in/?next=/staff/")
    signed_in = newcomer.sign_in(next="/staff/")
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/staff/")
    for closed in ("/staff/", "/staff/events/", "/staff/second-factor/codes/"):
        led = client.get(closed)
        assert (led.status_code, led["Location"]) == (302, "/staff/second-factor/set-up/")
    before = client.session.session_key
    newcomer.secret = newcomer.shown_secret()
    wrong = client.post("/staff/second-factor/set-up/", {"code": "000000"})
    assert wrong.status_code == 422
    assert newcomer.code() not in wrong.content.decode()
    assert not newcomer.is_in()
    done = client.post("/staff/second-factor/set-up/", {"code": newcomer.code()})

    assert done.status_code == 200
    assert "Write these down now." in text(done)
    assert done.content.decode().count('<li class="num-ltr">') == 10
    assert newcomer.is_in()
    assert client.session.session_key != before
    assert newcomer.secret not in str(dict(client.session.items()))
    who = f"person {newcomer.user.pk}"
    assert audited() == [("sign-in", who), ("second-factor.set", who)]


def test_password_then_code_then_out(desk: Desk) -> None:
    stolen = Client()
    asked = desk.sign_in(next="/staff/events/")
    stolen.cookies = desk.client.cookies.copy()

    assert asked["Location"] == "/staff/second-factor/"
    assert not desk.is_in()
    assert desk.client.get("/staff/second-factor/").status_code == 200
    before = desk.client.session.session_key
    inside = desk.give_code()
    assert (inside.status_code, inside["Location"]) == (302, "/staff/events/")
    assert desk.is_in()
    assert desk.client.session.session_key != before
    assert stolen.get("/staff/").status_code == 302, "the cookie of before the code opens nothing"

    kept = desk.client.cookies.copy()
    out = desk.client.post("/staff/sign-out/", follow=True)
    assert "You are signed out." in text(out)
    assert not desk.is_in()
    desk.client.cookies = kept
    assert not desk.is_in(), "the session ended; its old cookie opens nothing"
    who = f"person {desk.user.pk}"
    assert audited() == [("second-factor.set", who), ("sign-in", who), ("sign-out", who)]


def test_the_next_page_is_never_another_site(desk: Desk) -> None:
    desk.sign_in(next="https://evil.example/")

    assert desk.give_code()["Location"] == "/staff/"


@pytest.mark.parametrize(
    "email", [EMAIL, "nobody@umeed.example", "buyer@umeed.example", "gone@umeed.example"]
)
def test_a_wrong_password_a_stranger_a_buyer_and_who_has_left_get_one_answer(desk: Desk, email: str) -> None:
    a_person("buyer@umeed.example", Role.BUYER)
    User.objects.filter(pk=a_person("gone@umeed.example").pk).update(is_active=False)

    page = desk.sign_in(email=email, password=PASSWORD if email != EMAIL else "ten walnut trees in Shopian")

    assert page.status_code == 422
    assert "E-mail address and password do not belong together." in text(page)
    assert PASSWORD not in page.content.decode()
    assert desk.client.get("/staff/second-factor/")["Location"] == "/staff/sign-in/"
    assert not desk.is_in()
    tried = User.objects.filter(email=email).first()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.actor) == ("sign-in.failed", None)
    assert entry.target == (f"person {tried.pk}" if tried else "nobody we know")
    assert entry.after == {"network": "127.0.0.1"}
    assert Session.objects.count() == 0


def test_a_wrong_code_and_a_repeated_code_are_refused(desk: Desk) -> None:
    desk.sign_in()
    wrong = desk.give_code("000000" if desk.code() != "000000" else "000001")
    assert wrong.status_code == 422
    assert "This code is not right." in text(wrong)
    assert not desk.is_in()
    code = desk.code()
    desk.give_code(code)
    assert desk.is_in()

    over_the_shoulder = Desk(desk.user, desk.secret)
    over_the_shoulder.sign_in()
    again = over_the_shoulder.give_code(code)

    assert again.status_code == 422
    assert "This code has been used." in text(again)
    assert not over_the_shoulder.is_in()
    over_the_shoulder.give_code(desk.code(ahead=1))
    assert over_the_shoulder.is_in()
    reasons = AuditEntry.objects.filter(verb="second-factor.failed").order_by("pk")
    assert [entry.after["reason"] for entry in reasons] == ["WRONG_CODE", "USED_CODE"]


def test_a_code_of_five_minutes_ago_is_refused(desk: Desk) -> None:
    desk.sign_in()

    assert desk.give_code(desk.code(ahead=-10)).status_code == 422
    assert desk.give_code(desk.code(ahead=10)).status_code == 422


def test_a_code_is_read_as_people_type_it(desk: Desk) -> None:
    desk.sign_in()
    urdu = desk.code().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    desk.give_code(f" {urdu[:3]} {urdu[3:]} ")

    assert desk.is_in()


def test_a_recovery_code_signs_in_once(desk: Desk) -> None:
    spare = desk.recovery_codes[3]
    desk.sign_in()
    desk.give_code(f"{spare[:4]} {spare[4:]}")
    assert desk.is_in()

    other = Desk(desk.user, desk.secret)
    other.sign_in()

    assert other.give_code(spare).status_code == 422
    assert not other.is_in()
    assert "9 codes are left" in text(desk.client.get("/staff/second-factor/codes/"))
    assert ("recovery-code.use", f"person {desk.user.pk}") in audited()


def test_new_recovery_codes_end_the_old_ones_and_ask_for_a_fresh_sign_in(desk: Desk) -> None:
    desk.sign_in()
    desk.give_code()
    page = desk.client.post("/staff/second-factor/codes/")
    assert page.status_code == 200
    assert page.content.decode().count('<li class="num-ltr">') == 10
    assert "10 codes are left" in text(desk.client.get("/staff/second-factor/codes/"))

    other = Desk(desk.user, desk.secret)
    other.sign_in()
    assert other.give_code(desk.recovery_codes[0]).status_code == 422
    User.objects.update(last_login=User.objects.get().last_login - timedelta(hours=1))
    with nothing_changes():
        late = desk.client.post("/staff/second-factor/codes/")
    assert late["Location"].startswith("/staff/sign-in/")
    assert not desk.is_in()


def test_ten_wrong_passwords_close_the_address_for_a_while_even_to_the_right_one(desk: Desk) -> None:
    for _try in range(10):
        assert desk.sign_in(password="wrong").status_code == 422

    closed = desk.sign_in()

    assert closed.status_code == 429
    assert "Too many tries. Wait 15 minutes, then try again." in text(closed)
    assert 0 < int(closed["Retry-After"]) <= 900
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post("/staff/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code == 429
    Attempts.objects.update(until=Attempts.objects.first().until - timedelta(minutes=16))
    assert desk.sign_in().status_code == 302


def test_a_network_that_tries_many_addresses_is_stopped(desk: Desk) -> None:
    thief = Client(REMOTE_ADDR="2001:db8:1:2::a")
    for number in range(30):
        sent = {"login": f"staff{number}@umeed.example", "password": "guess"}
        assert thief.post("/staff/sign-in/", sent).status_code == 422
    neighbour = Client(REMOTE_ADDR="2001:db8:1:2::b")

    assert neighbour.post("/staff/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code == 429
    assert desk.sign_in().status_code == 302


def test_right_sign_ins_use_nothing_up(desk: Desk) -> None:
    for _time in range(12):
        assert Desk(desk.user).sign_in().status_code == 302


def test_five_wrong_codes_close_the_second_factor_even_to_the_right_one(desk: Desk) -> None:
    desk.sign_in()
    for _try in range(5):
        assert desk.give_code("12345").status_code == 422

    closed = desk.give_code()

    assert closed.status_code == 429
    assert "Too many tries." in text(closed)
    fresh = Desk(desk.user, desk.secret)
    fresh.sign_in()
    assert fresh.give_code().status_code == 429
    assert not fresh.is_in()


def test_a_forwarded_sender_counts_only_behind_a_proxy_of_ours(settings: object, db: None) -> None:
    from django.test import RequestFactory

    from jkrlm.people.network import network_of

    sent = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7", "REMOTE_ADDR": "10.0.0.1"}
    seen = {}
    for count in (0, 1, 2, 3):
        settings.TRUSTED_PROXIES = count  # type: ignore[attr-defined]
        seen[count] = network_of(RequestFactory().get("/", **sent))

    assert seen == {0: "10.0.0.1", 1: "198.51.100.7", 2: "203.0.113.9", 3: "10.0.0.1"}
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def test_secrets_lie_encrypted_in_the_database(desk: Desk) -> None:
    from allauth.mfa.models import Authenticator

    kept = " ".join(str(each.data) for each in Authenticator.objects.all())

    assert desk.secret not in kept
    assert not any(code in kept for code in desk.recovery_codes)


def test_a_changed_secret_key_keeps_the_apps_while_the_former_one_is_known(desk: Desk, settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]

    desk.sign_in()
    desk.give_code()

    assert desk.is_in()


def test_a_form_without_token_is_refused(desk: Desk) -> None:
    strict = Client(enforce_csrf_checks=True)

    with nothing_changes():
        assert strict.post("/staff/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code == 403
        assert strict.post("/staff/sign-out/").status_code == 403
