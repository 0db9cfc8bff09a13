"""The Sweep page: one number of Depth or Training over a whole plane of settings."""
