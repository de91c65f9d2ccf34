"""Runs GraphQL documents against the rooms: schema, resolvers, batching, pages, errors, limits."""
