"""People: who signs in, which roles they hold, and what they did (audit).

Owns sign-in. The store owns the customer; the two are linked by the store's id.
"""
