"""This computer: its devices, the versions installed, and what torch refuses to do on it."""
