"""Learning from labelled articles: corpora, features, grouped validation, model folders and their cards."""
