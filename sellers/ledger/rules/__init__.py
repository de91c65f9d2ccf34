"""What each event does to the books, by topic: requests in, plans out; no database."""
