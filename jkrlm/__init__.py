"""The project itself: settings, addresses, the supervisor and the wiring of the rooms."""
