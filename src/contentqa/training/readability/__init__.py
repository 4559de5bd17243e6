"""Train the health-readability index: ``python -m contentqa.training.readability DATA --out models/readability-1.0``.

Two levels are fitted by ridge regression on the same kinds of inputs: sentences on the human ratings of MedReadMe
(Jiang & Xu 2024, EMNLP), articles on the human easiness of CLEAR (Crossley et al. 2022) together with the mean ratings
of MedReadMe's passages and, at a low weight, texts known by their audience alone (Cochrane's summaries for patients,
abstracts for scientists). All targets are put on the scale of school grades by giving them, corpus by corpus, the mean
and spread of the consensus of the classic formulas on the same texts. The article level is fitted within corpora (each
corpus has its own intercept), so that being about medicine is not by itself a difficulty.

What the words' company is comes from unlabelled text: co-occurrence vectors (positive pointwise mutual information,
truncated SVD: Levy & Goldberg 2014) and frequencies by register. Everything that is linear in the words is collapsed
into one score per word and level.
"""
