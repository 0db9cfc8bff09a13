"""The laboratory without its window: experiments in, numbers out. Never imports Qt."""

from core.machine.onednn import bound_caches

bound_caches()  # before the first product: oneDNN asks only once
