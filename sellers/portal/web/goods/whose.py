"""Whose goods a page of the portal shows: hers, or hers for whom a helper acts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.http.response import HttpResponseBase

from sellers.portal.access import act_for
from sellers.portal.contracts import Acting
from sellers.portal.errors import NotYourGroup

#: What a phone says about whose draft it sends; an answer to another's session would cross the two.
PERSON_HEADER: Final = "X-Umeed-Person"


@dataclass(frozen=True, slots=True)
class Hers:
    """A member and the groups in which goods are hers; a helper acts in her one group under her consent."""

    person_id: int
    name: str
    codes: tuple[str, ...]
    is_behalf: bool = False


def hers(acting: Acting) -> Hers | None:
    """Return whose goods these are; None where a helper looks over all her groups and acts for nobody."""
    if acting.member is None:
        return None
    codes = acting.group_codes if acting.consent is not None else acting.own_codes
    return Hers(acting.member.id, acting.member.name, codes, is_behalf=acting.consent is not None)


def group_of(acting: Acting, wanted: str) -> str:
    """
    Return the group in which she acts: the one named, else her only one.

    Raises:
        NotYourGroup: none of hers, or none is named where she has several.
    """
    found = hers(acting)
    codes = found.codes if found else ()
    if not wanted and len(codes) == 1:
        wanted = codes[0]
    if wanted not in codes:
        raise NotYourGroup
    act_for(acting, wanted)
    return wanted


def asks_each_time(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """
    Let her browser keep a picture that it asks about each time: a 304 costs little on a slow network.

    Stands outside ``for_sellers``, whose answers are otherwise kept nowhere.
    """

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        if response.status_code in (200, 304) and response.has_header("ETag"):
            response["Cache-Control"] = "private, no-cache"
            del response["Expires"]
        return response

    return wrapped
