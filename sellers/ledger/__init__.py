"""
Ledger: double entry and nothing else. Owns accounts and postings in minor units, append-only and
balanced, with an idempotency key for each posting; what a posting means belongs to the room that posts.
"""
