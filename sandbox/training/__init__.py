"""Training: scripted residents for an operator to practise on, and a score at the end."""
