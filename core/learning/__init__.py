"""What a network learns by: optimizers, losses, and penalties on the weights."""
