from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued


def look_again() -> None:
    """Have the worker look for matches, once the caller's transaction is done; repeated calls wait as one."""
    from sellers.reconciliation.tasks import match_lines

    try:
        with transaction.atomic():
            match_lines.configure().defer()
    except AlreadyEnqueued:
        return
