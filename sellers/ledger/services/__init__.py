"""What can be done to the books, one verb a module; ``record`` writes for all of them."""
