"""
Buyers' accounts: signing in by a code, orders and addresses of one's own, the wishlist, one's personal data.

A buyer's session is this room's alone. It lives in its own cookie and table, so nothing that a code opens
here is ever a session of the sellers' portal or of the staff (docs/decisions/0035-buyers-accounts.md).
"""
