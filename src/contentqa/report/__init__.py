"""Renderers of assessments. They read assessments and nothing else, and never compute a score."""
