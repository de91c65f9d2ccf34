"""A short letter about something else than an order's way: a review, a question, a grievance."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from storefront.mail.compose import Letter
from storefront.mail.services import is_posted, post
from storefront.models import OrderAccess


@dataclass(frozen=True, slots=True)
class Note:
    """
    ``name`` may be empty; ``quoted`` is what a person wrote.

    ``path`` is where the link leads on our site, or a whole address of a storefront's.
    """

    subject: str
    paragraphs: tuple[str, ...]
    path: str
    link: str
    name: str = ""
    quoted: str = ""
    is_secret: bool = False


def write_note(
    *, kind: str, reference: str, to: str, language: str, make: Callable[[], Note], access: OrderAccess | None
) -> None:
    """
    Write and send one, once for each (order, kind, reference); ``make`` is called in the reader's language.

    Raises what the mail server raises: the caller's event comes again.
    """
    if not to or is_posted(access=access, kind=kind, reference=reference):
        return
    with override(language):
        note = make()
        context = {
            "note": note,
            "language": language,
            "link": note.path if "://" in note.path else settings.PUBLIC_URL.rstrip("/") + note.path,
        }
        letter = Letter(
            to=to,
            subject=note.subject[:200],
            text=render_to_string("storefront/mail/note.txt", context).strip() + "\n",
            html=render_to_string("storefront/mail/note.html", context),
        )
    post(access=access, kind=kind, letter=letter, reference=reference)
