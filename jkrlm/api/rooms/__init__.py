"""What each room answers, in its own SDL; modules use the rooms' facades and nothing else of them."""
