"""The data sets that a network learns from, all of them at hand without a network."""
