"""Plots: each draws one kind of result and knows nothing else."""
