"""Training of the spun-text signal: material, spinner, screen, encoder, judge."""
