"""
A stand-in for Saleor, for tests without one: the embedded store in a process and a database of its own.

It answers GraphQL at ``/graphql/`` to app tokens and the public, publishes its keys, and asks and tells our
app by webhooks as Saleor does. Between it and our app stands a middleman who loses, doubles, reorders and
delays on request. ``rooms`` are our own processes with that stand-in as their Saleor.
"""
