"""Small widgets that know nothing of experiments."""
