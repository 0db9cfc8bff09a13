"""What a network is made of besides its weights: activations, dropout layers."""
