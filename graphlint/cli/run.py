"""`graphlint run`: run the predicted graph with numpy and print what was fetched."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from graphlint.cli.main import FAILED, OK
from graphlint.cli.settings import single


def main(options: argparse.Namespace) -> int:
    from graphlint.run.errors import RunError
    from graphlint.run.report import run_command

    trace = single(options)
    if trace is None:
        return FAILED
    try:
        feeds = dict(_feed(text) for text in options.feed)
        graph = _graph_with(trace.graphs, options.fetch)
        report = run_command(graph, options.fetch, feeds, seed=options.seed)
    except (RunError, ValueError) as error:
        print(f"graphlint: {error}", file=sys.stderr)
        return FAILED
    if options.format == "json":
        print(json.dumps({"schema": 1, "tf": trace.release, **report.as_json()}, default=str))
        return OK
    for name, shape in report.feeds.items():
        print(f"fed {name}: {list(shape)}")
    for fetch in report.fetches:
        print(_text(fetch))
    return OK


def _feed(text: str) -> tuple[str, str]:
    """NAME=VALUE. ValueError where it isn't of that form."""
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise ValueError(f"--feed {text}: write NAME=FILE.npy, NAME=random or NAME=zeros")
    return name, value


def _graph_with(graphs: list[Any], fetches: list[str]) -> Any:
    """The graph that holds the first fetch; the first graph where none does. ValueError without any op."""
    if not any(graph.ops for graph in graphs):
        raise ValueError("the script builds no graph")
    wanted = fetches[0].partition(":")[0].removeprefix("^")
    return next((graph for graph in graphs if wanted in graph.by_name), graphs[0])


def _text(fetch: Any) -> str:
    if fetch.shape is None:
        return f"{fetch.name}: done"
    lines = [f"{fetch.name}: {fetch.dtype}{list(fetch.shape)}"]
    if fetch.values is not None:
        lines.append(f"  {fetch.values}")
    elif fetch.statistics is not None:
        lines.append("  " + ", ".join(f"{key} {value:g}" for key, value in _items(fetch.statistics) if value is not None))
    return "\n".join(lines)


def _items(statistics: Any) -> list[tuple[str, Any]]:
    if isinstance(statistics, dict):
        return list(statistics.items())
    return [(name, getattr(statistics, name)) for name in statistics.__dataclass_fields__]
