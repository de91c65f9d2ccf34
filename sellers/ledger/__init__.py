"""
Ledger: double entry and nothing else. Owns the chart of accounts and entries in minor units, append-only and
balanced, with an idempotency key for each. Rooms say what happened (a share sold, refunded, cleared, paid
out); the lines are worked out here. Knows no orders, groups or bank files, only the names that rooms give
them.
"""
