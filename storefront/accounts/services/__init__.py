"""What a buyer does with her account, one verb per module. The store is called outside transactions."""
