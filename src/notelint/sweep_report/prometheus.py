"""The figures of a report for monitoring, in Prometheus's text format, as node_exporter's textfile collector reads it.

Source: prometheus.io, "Exposition formats", text format 0.0.4. Nothing is told by address or host: these would be too
many series.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TextIO

from notelint.report.neutral import neutral
from notelint.sweep_report.report import STATES, Report


def write(report: Report, out: TextIO) -> None:
    """Write the figures; each is a gauge, for it tells how things stand."""
    for name, about, samples in _gauges(report):
        out.write(f"# HELP notelint_{name} {about}\n# TYPE notelint_{name} gauge\n")
        for labels, value in samples:
            out.write(f"notelint_{name}{_labels({'vault': ' '.join(report.vaults), **labels})} {value!r}\n")
    _histogram(report, out)


Gauge = tuple[str, str, Iterable[tuple[Mapping[str, str], float]]]


def _gauges(report: Report) -> Iterator[Gauge]:
    yield "links", "Links by what is known of them.", [({"state": state}, report.states[state]) for state in STATES]
    sections = [({"section": section.kind.key}, section.total) for section in report.sections]
    yield "report_links", "Links by the section of the report that they are in: what changed, and what stands.", sections
    yield "notes", "Notes that link to the web.", [({}, report.notes)]
    yield "links_due", "Links that are to be asked again by now.", [({}, report.due)]
    if report.swept_at is not None:
        yield "sweep_end_timestamp_seconds", "When the last sweep came to its end.", [({}, report.swept_at)]
    half = report.lasting.together.half_life()
    if half is not None:
        yield "link_half_life_years", "The age at which half of the links are dead.", [({}, half)]
    days = report.repairs.curve.half_life()
    if days is not None:
        yield "repair_median_days", "Days until half of the dead links are mended or back.", [({}, days)]
    ends = {"mended": report.repairs.mended, "came-back": report.repairs.came_back, "open": report.repairs.open}
    yield (
        "repairs",
        "Links that were proved dead, by what became of them.",
        [({"end": end}, count) for end, count in ends.items()],
    )


def _histogram(report: Report, out: TextIO) -> None:
    name = "notelint_answer_seconds"
    out.write(f"# HELP {name} How long pages took to answer in the last 30 days.\n# TYPE {name} histogram\n")
    vault = {"vault": " ".join(report.vaults)}
    sums = list(accumulate(report.answers.counts))
    for bound, count in zip((*report.answers.bounds, "+Inf"), sums, strict=True):
        out.write(f"{name}_bucket{_labels({**vault, 'le': str(bound)})} {count}\n")
    out.write(f"{name}_sum{_labels(vault)} {report.answers.seconds!r}\n{name}_count{_labels(vault)} {sums[-1]}\n")


def _labels(labels: Mapping[str, str]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}"


def _escaped(value: str) -> str:
    return neutral(value).replace("\\", "\\\\").replace('"', '\\"')
