"""
Where files from outside are opened: in a program of its own, which may crash or be stopped.

``parent`` is the side of the web server and the worker; ``child`` runs apart, without the environment's
secrets, with bounds on memory, and knows nothing of Django. ``picture``, ``document`` and ``sound`` are the
trades it knows.
"""
