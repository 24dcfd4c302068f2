"""The knowledge base: what residents ask, the answers, and how one is found for the other."""
