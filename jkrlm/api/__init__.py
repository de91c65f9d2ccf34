"""
``/api/graphql/``: our own schema, put together above the rooms; what is Saleor's is at ``/graphql/``.

``rooms`` has a module and its SDL for each; they use facades only. Public reads, writes by role.
"""
