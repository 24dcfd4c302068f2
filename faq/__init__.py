"""The knowledge base: what residents ask, the answers, and how one is found for the other."""

import os

# Read by the encoders' and numpy's own threads when they are loaded: one core a call, or calls fight for
# the cores and the slowest take seconds.
os.environ.setdefault("OMP_NUM_THREADS", "1")
