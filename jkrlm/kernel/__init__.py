"""What every room stands on: money, errors, ids, the clock, locks and the outbox.

The kernel knows no room. It owns the outbox tables, because a message has to
commit together with the change that caused it, wherever that change happens.
"""
