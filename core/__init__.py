"""The laboratory without its window: experiments in, numbers out. Never imports Qt."""
