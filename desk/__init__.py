"""The contact centre itself: who asks, who answers, and what is promised. Knows no messenger."""
