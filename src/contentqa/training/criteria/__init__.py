"""Train the model of the ten criteria: ``python -m contentqa.training.criteria DATA_DIR --out models/criteria-1.0``.

A few hundred releases rated by HealthNewsReview are few for ten questions, and one reviewer's rating is a noisy label.
So the model also learns from judgements made for this project (``training/data/criteria_judgements.csv``, its README
tells how): language models read releases and news without knowing any rating and said, from 0 to 3, how likely a
reviewer is not satisfied. What each of those four answers means is read off the rated releases of the training part.
Figures are measured against the reviewers' ratings alone, institutions kept whole.
"""
