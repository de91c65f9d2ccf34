"""What is done with a seller order, one verb a module."""
