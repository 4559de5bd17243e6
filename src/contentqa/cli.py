"""The commands. No logic of their own: they read arguments, call the library, and print.

Results go to stdout, messages to stderr. Exit status: 0 done, 1 done but some articles failed (each is a row), 2 the
command could not run.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from . import __version__
from .errors import ContentQAError
from .types import Assessment, Failure

if TYPE_CHECKING:
    from .extraction import Source

DEFAULT_MODEL = "triage-1.0"
FAILED = 1
COULD_NOT_RUN = 2

_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_format = click.option(
    "--format", "format_", type=click.Choice(["human", "json"]), default="human", help="What to print."
)
_model = click.option("--model", default=DEFAULT_MODEL, show_default=True, help="A packaged model or a model folder.")
_workers = click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes to use.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Say which health articles a person should look at first, why, and where in the text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What the terminal's encoding lacks is shown by its number, so that no character can end a run.
            stream.reconfigure(errors="backslashreplace")


def _command(*decorators: Callable[[Any], Any]) -> Callable[[Callable[..., int]], click.Command]:
    """Make a command whose return value is the exit status and whose ContentQAErrors are messages, not tracebacks."""

    def wrap(function: Callable[..., int]) -> click.Command:
        def run(**arguments: Any) -> None:
            try:
                status = function(**arguments)
            except ContentQAError as error:
                click.echo(f"contentqa: {error}", err=True)
                status = COULD_NOT_RUN
            sys.exit(status)

        run.__name__, run.__doc__ = function.__name__.rstrip("_"), function.__doc__
        command: Callable[..., Any] = run
        for decorator in reversed(decorators):
            command = decorator(command)
        return main.command(name=run.__name__)(command)

    return wrap


@_command(
    _paths,
    click.option("-o", "--output", type=click.Path(path_type=Path), help="A .jsonl or .csv file to write."),
    _workers,
    click.option("--resume", is_flag=True, help="Keep the records already in OUTPUT (.jsonl) and score the others."),
    _model,
    _format,
)
def score(paths: tuple[Path, ...], output: Path | None, workers: int, resume: bool, model: str, format_: str) -> int:
    """Score articles: files, or folders with everything in them; one record each, in the order read."""
    from . import records
    from .scoring import feature_names

    if output is not None and output.suffix not in (".jsonl", ".csv"):
        raise click.BadParameter("the output is a .jsonl or a .csv file", param_hint="-o")
    if output is not None and output.resolve() in {path.resolve() for path in paths}:
        raise click.UsageError(f"{output} cannot be both read and written")
    if resume and (output is None or output.suffix != ".jsonl"):
        raise click.UsageError("--resume needs -o FILE.jsonl")
    results = _scored(paths, model, workers, _earlier(output) if resume else {})
    if output is None:
        failures = _print_scores(results, format_)
        return FAILED if failures else 0
    failed = 0
    with _opened(output) as file:
        if output.suffix == ".csv":
            kept = list(results)
            records.write_csv(kept, file, feature_names())
            failed = sum(isinstance(result, Failure) for result in kept)
        else:
            for result in results:
                file.write(records.to_line(result, __version__) + "\n")
                file.flush()
                failed += isinstance(result, Failure)
    click.echo(f"wrote {output}" + (f"; {failed} failed" if failed else ""), err=True)
    return FAILED if failed else 0


@_command(
    _paths,
    click.option("--top", type=click.IntRange(1), help="Show the first N only."),
    click.option(
        "--by", type=click.Choice(["priority", "uncertainty"]), default="priority", show_default=True, help="The order."
    ),
    _workers,
    _model,
    _format,
)
def triage(paths: tuple[Path, ...], top: int | None, by: str, workers: int, model: str, format_: str) -> int:
    """Order articles for a moderator, the first to look at on top; PATHS may be runs written by score (.jsonl)."""
    from .priority import band, by_harm

    results = list(_scored(paths, model, workers, {}))
    failures = [result for result in results if isinstance(result, Failure)]
    judged = [result for result in results if isinstance(result, Assessment)]
    judged.sort(key=lambda result: (-float(getattr(result, by)), -result.probability, result.article.id))
    shown = judged[:top]
    if format_ == "json":
        _print_lines([*shown, *failures])
    else:
        from .report import terminal

        harmful = [r.article.id for r in judged if by_harm(band(r.values, r.evidence))] if by == "priority" else []
        console = terminal.console()
        console.print(terminal.queue(shown, failures, by, harmful))
        console.print(terminal.summary(judged, failures), style="bold")
    return FAILED if failures else 0


@_command(click.argument("file", type=click.Path(path_type=Path)), _model, _format)
def explain(file: Path, model: str, format_: str) -> int:
    """Show everything measured about one article: every number, every quote, what moved the model."""
    results = list(_scored((file,), model, 1, {}))
    if format_ == "json":
        _print_lines(results)
    else:
        from .report import terminal

        for result in results:
            if isinstance(result, Failure):
                click.echo(f"contentqa: {result.path}: {result.reason}", err=True)
            else:
                console = terminal.console()
                console.print(terminal.article(result, plain=console.color_system is None))
    return FAILED if any(isinstance(result, Failure) for result in results) else 0


@_command(click.argument("rule", required=False), _format)
def rules(rule: str | None, format_: str) -> int:
    """List the rules, or say what one RULE looks for, why, its source, and examples."""
    import dataclasses
    import json

    from . import lexicon
    from .report import terminal

    listed = [one for name in lexicon.names() for one in lexicon.load(name).rules]
    if rule is not None:
        listed = [one for one in listed if one.id == rule]
        if not listed:
            raise click.BadParameter(f"no rule {rule!r}; `contentqa rules` lists them", param_hint="RULE")
    if format_ == "json":
        for one in listed:
            click.echo(json.dumps(dataclasses.asdict(one), ensure_ascii=False))
    else:
        terminal.console().print(terminal.rules(listed) if rule is None else terminal.rule(listed[0]))
    return 0


@_command(
    click.argument("data", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)),
    click.option("--out", required=True, type=click.Path(path_type=Path), help="The model folder to write."),
    click.option("--seed", type=int, default=0, show_default=True, help="Seed of the splits."),
)
def train(data: tuple[Path, ...], out: Path, seed: int) -> int:
    """Fit a triage model on labelled articles: folders with a labels.csv, or with the known corpora."""
    from .report import terminal
    from .training import triage as training

    metrics = training.train(data, out, seed)
    terminal.console().print(training.summary(metrics), markup=False, soft_wrap=True)
    return 0


@_command(
    click.argument("model"),
    click.argument("data", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)),
    _format,
)
def evaluate(model: str, data: tuple[Path, ...], format_: str) -> int:
    """Measure a MODEL on labelled articles it was not fitted on, with the metrics of its own card."""
    import json

    from .report import terminal
    from .training import triage as training

    metrics = training.evaluate(model, data)
    if format_ == "json":
        click.echo(json.dumps(metrics, ensure_ascii=False))
    else:
        terminal.console().print(training.evaluation_summary(metrics), markup=False, soft_wrap=True)
    return 0


def _scored(
    paths: tuple[Path, ...], model: str, workers: int, done: dict[str | None, Assessment | Failure]
) -> Iterator[Assessment | Failure]:
    """Return the results of all articles under ``paths``: read from runs and ``done``, scored otherwise.

    What keeps the run from starting is raised here, before a caller opens its output.
    """
    from .extraction import find
    from .model import load_triage

    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise click.BadParameter(f"no such file or folder: {', '.join(missing)}", param_hint="PATHS")
    runs = [path for path in paths if path.suffix == ".jsonl" and path.is_file()]
    sources = find(path for path in paths if path not in runs)
    left = [source for source in sources if str(source.path) not in done]
    if left:
        load_triage(model)
    kept = [done[str(source.path)] for source in sources if str(source.path) in done]
    return _results(runs, kept, left, model, workers)


def _results(
    runs: list[Path], kept: list[Assessment | Failure], left: list[Source], model: str, workers: int
) -> Iterator[Assessment | Failure]:
    from . import records
    from .batch import score_sources

    for run in runs:
        yield from records.read_lines(run)
    yield from kept
    if not left:
        return
    with click.progressbar(
        score_sources(left, model, workers),
        length=len(left),
        label="scoring",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as progress:
        yield from progress


def _earlier(output: Path | None) -> dict[str | None, Assessment | Failure]:
    """Return the assessments that an earlier run left in ``output``, by path; failures are to be tried again."""
    from . import records

    if output is None or not output.exists():
        return {}
    results = records.read_lines(output, interrupted=True)
    return {result.article.path: result for result in results if isinstance(result, Assessment)}


def _opened(output: Path) -> IO[str]:
    try:
        return output.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise click.BadParameter(f"{output} cannot be written: {error.strerror}", param_hint="-o") from error


def _print_scores(results: Iterator[Assessment | Failure], format_: str) -> int:
    """Print results and return how many failed."""
    if format_ == "json":
        failed = 0
        for result in results:
            _print_lines([result])
            failed += isinstance(result, Failure)
        return failed
    from .report import terminal

    kept = list(results)
    terminal.console().print(terminal.scores(kept))
    return sum(isinstance(result, Failure) for result in kept)


def _print_lines(results: list[Assessment | Failure]) -> None:
    from . import records

    for result in results:
        click.echo(records.to_line(result, __version__))
