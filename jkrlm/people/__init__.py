"""People: who signs in, which roles they hold, and what they did (audit).

Owns sign-in: staff by password and authenticator app, sellers by a code to their phone and, where several
share one, a PIN each. Owns the messages to phones, too. The store owns the customer; the two are linked by
the store's id.
"""
