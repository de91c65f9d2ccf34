"""One module per way of running: demo (make run), development, test, production."""
