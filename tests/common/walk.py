"""One walk over many addresses in one state of the database; every fault is told, all in one message."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from tests.bad_input.unchanged import changed_tables, contents

Look = Callable[[str], Iterable[str]]


def walk(paths: Iterable[str], look: Look, *, but: frozenset[str] = frozenset()) -> None:
    """
    Let ``look`` say what is wrong with each address, and prove that nothing changed but in the tables ``but``.

    Where something did change, the walk is undone and each address looked at again by itself, to name the one.
    """
    todo = list(paths)
    assert todo, "there is nothing to walk over"
    assert connection.in_atomic_block, "a walk is undone where it has to be: no transactional_db"
    begun, before = transaction.savepoint(), contents()
    faults = [fault for path in todo for fault in _faults(path, look)]
    changed = changed_tables(before, contents()) - but
    if changed:
        transaction.savepoint_rollback(begun)
        faults += _culprits(todo, look, but) or [f"all of them together changed {sorted(changed)}"]
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


def _faults(path: str, look: Look) -> list[str]:
    """A view that breaks may break its transaction, but not the walk's."""
    begun = transaction.savepoint()
    try:
        found = [f"{path}: {fault}" for fault in look(path)]
        transaction.savepoint_commit(begun)
    except Exception as broke:
        connection.needs_rollback = False
        transaction.savepoint_rollback(begun)
        return [f"{path}: {broke!r}"]
    return found


def _culprits(paths: Iterable[str], look: Look, but: frozenset[str]) -> list[str]:
    found = []
    for path in paths:
        begun, before = transaction.savepoint(), contents()
        _faults(path, look)
        changed = changed_tables(before, contents()) - but
        if changed:
            found.append(f"{path}: changed {sorted(changed)}")
        transaction.savepoint_rollback(begun)
    return found
