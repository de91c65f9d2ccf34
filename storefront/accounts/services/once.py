"""A form sent twice does its work once."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from jkrlm.people.facade import User
from storefront.accounts.models import Press


@contextmanager
def once(key: UUID, user: User) -> Iterator[bool]:
    """
    Yield whether this key comes for the first time. Work that fails may be sent again.

    The row is there before the work, so of two presses at the same moment the second finds it.
    """
    _row, is_first = Press.objects.get_or_create(key=key, defaults={"user": user})
    try:
        yield is_first
    except Exception:
        if is_first:
            Press.objects.filter(key=key).delete()
        raise
