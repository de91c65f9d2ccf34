"""The bag: a checkout of the store whose id travels in a signed cookie. It keeps nothing of its own."""
