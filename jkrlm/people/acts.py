"""An act of the staff: a checked form, what it does, and its line in the audit, all or nothing."""

from collections.abc import Callable, Sequence
from typing import Final

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest

from jkrlm.kernel.forms import carried_out
from jkrlm.people.access import signed_in
from jkrlm.people.services.audit import audit

#: Fields whose values are no words: the form's key, and files.
UNSAID: Final = ("key", "file", "rows", "photo")


def done(
    request: HttpRequest,
    form: Form,
    run: Callable[[], object],
    verb: str,
    target: str,
    *,
    hidden: Sequence[str] = UNSAID,
) -> bool:
    """
    Run a checked form's act with its audit, in one transaction; return whether it went through.

    What was typed goes into the audit, but for the ``hidden`` fields; a refusal stands beside its field.
    """

    def audited() -> None:
        said = {name: str(value) for name, value in form.cleaned_data.items() if name not in hidden and value}
        with transaction.atomic():
            run()
            audit(actor=signed_in(request), verb=verb, target=target, after=dict(said))

    return carried_out(form, audited)
