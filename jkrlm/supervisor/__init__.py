"""
The supervisor: one process that starts, watches, heals and stops everything the store needs on one machine.

It owns PostgreSQL (from a wheel, so that nothing has to be installed), the set-up tasks, the web server, the
worker and the local Stripe server; the lock that keeps a second start out; backup and restore. It knows
nothing of Django: its children are commands. What it keeps stands in the data folder, never with an absolute
path in it, so that the folder can be moved.
"""
