"""The window: asks core and draws the answer. Never computes."""
