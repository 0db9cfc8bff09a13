"""Initialization methods: the registry, the exact distribution of one weight, the formula."""
