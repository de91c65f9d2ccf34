"""The page of errors is drawn by what may be broken: then plain words stand for it."""

from django.test import RequestFactory

from storefront.web.errors import server_error


def test_a_page_of_errors_that_cannot_be_drawn_is_said_in_plain_words(
    rf: RequestFactory, settings, caplog
) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "DIRS": [], "OPTIONS": {}}]
    answer = server_error(rf.get("/"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert answer.content.decode().startswith("Something broke on our side. It has been written down for us.")
    assert "The page of errors cannot be drawn either" in caplog.text
