"""Render the card of the health-readability index from its metrics; no figure in a card is typed."""

from __future__ import annotations

from typing import Any

_USE = """\
## Intended use

Saying how hard English health writing is for a lay reader, as a school grade for an article and as a rating of 1 to 6
for a sentence, and pointing at the hardest sentences. It is not a measure of quality or truth, and no pass mark.

## Limits

- The sentence level learned from summaries and abstracts of research, rated by a few annotators; slang, forum posts and
  instructions are unlike its training.
- The article level learned from school reading (CLEAR), from passages of research summaries, and from texts known by
  their audience alone (Cochrane's summaries for patients, abstracts for scientists). Its grade is put on the scale of
  the classic formulas' consensus; it is an order with a familiar unit, not a measurement of schooling.
- The words' company was learned from unlabelled text that includes CLEAR's excerpts (without their labels), and the
  settings were chosen on the folds reported here: expect slightly less on new text.
- Words unseen in training are judged by their rank, length and endings alone.

## Licences of the training corpora

MedReadMe and Cochrane summaries: none stated. CLEAR: CC BY-NC-SA 4.0. Abstracts: CC BY 4.0 / ODC-By.
Other text: see the corpus list of the project's data guide. The model holds word weights and no sentence of any corpus.
"""


def render(name: str, metrics: dict[str, Any]) -> str:
    """Return the card of the model ``name`` as Markdown."""
    settings, pairs, population = metrics["settings"], metrics["plain_before_abstract"], metrics["population"]
    parts = [
        f"# {name}\n",
        f"Ridge regression over {len(metrics['features'])} measured inputs, {settings['landmarks']} Gaussian landmarks "
        f"a level, and learned scores for {settings['vocabulary']} words and their beginnings and endings. Strength "
        f"{settings['strength']}, seed {metrics['seed']}.\n",
        _USE,
        f"## Agreement with human judgement\n\nPearson's r out of fold ({metrics['folds']} folds, documents or authors "
        "kept together) with its 95 % interval from a bootstrap over groups, beside baselines on the same folds.\n",
    ]
    for level, by_corpus in metrics["levels"].items():
        for corpus, of in by_corpus.items():
            r, low, high = of["pearson"]
            rows = [f"| **this index** | **{r:.3f}** ({low:.3f} to {high:.3f}) |"]
            rows += [f"| {baseline} | {value:.3f} |" for baseline, value in of["baselines_pearson"].items()]
            title = f"### {level.capitalize()} level, {corpus} ({of['units']} texts, {of['groups']} groups)\n"
            parts.append("\n".join([title, "| | r |", "|---|---|", *rows, ""]))
    deciles = ", ".join(f"{grade:.1f}" for grade in population["deciles"])
    parts.append(
        "## Checks\n\n"
        f"- Of {pairs['pairs']} random pairs, a Cochrane plain-language summary was judged easier than a scientific "
        f"abstract in {100 * pairs['plain_judged_easier']:.1f} % (median grades {pairs['median_grade_plain']:.1f} and "
        f"{pairs['median_grade_abstract']:.1f}); none of them was used in training, others of their kinds were.\n"
        f"- Health articles ({', '.join(population['corpora'])}): grades from the easiest to the hardest in tenths "
        f"{deciles}.\n"
    )
    return "\n".join(parts)
