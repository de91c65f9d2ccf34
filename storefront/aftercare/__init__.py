"""After buying: cancel, send back, exchange; and questions from where we do not send."""
