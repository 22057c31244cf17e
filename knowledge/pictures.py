"""Draws what `evaluate` measured, as SVG. Needs matplotlib, which only developers have."""

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

from knowledge.evaluate import Reliability, Share
from knowledge.languages import LANGUAGES

BY_LANGUAGE = ("right when answered", "answered right", "answered right or suggested")


def draw(folder: Path, figures: dict[str, dict[str, Share]], curve: Reliability) -> None:
    """Write `languages.svg` and `reliability.svg` into the folder, the same bytes for the same figures."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "haidang", "svg.fonttype": "none"}):
        _save(folder / "languages.svg", _languages(figures))
        _save(folder / "reliability.svg", _reliability(curve))


def _languages(figures: dict[str, dict[str, Share]]) -> plt.Figure:
    figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
    shown = [language for language in LANGUAGES if language in figures]
    for offset, name in zip((-0.2, 0.0, 0.2), BY_LANGUAGE, strict=True):
        shares = [figures[language][name] for language in shown]
        axes.errorbar(
            [place + offset for place in range(len(shown))],
            [100 * share.value for share in shares],
            yerr=_bars(shares),
            fmt="o",
            capsize=3,
            label=name,
        )
    axes.set_xticks(range(len(shown)), shown)
    axes.set_ylabel("% of labelled questions, with 95 % intervals")
    axes.legend(loc="lower left")
    axes.grid(axis="y", alpha=0.3)
    return figure


def _reliability(curve: Reliability) -> plt.Figure:
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 100], [0, 100], linestyle=":", color="grey")
    shares = [one.right for one in curve.bins]
    axes.errorbar(
        [100 * one.probability for one in curve.bins],
        [100 * share.value for share in shares],
        yerr=_bars(shares),
        fmt="o-",
        capsize=3,
    )
    axes.set_xlabel("probability of the best entry, %")
    axes.set_ylabel("share that is right, %, with 95 % intervals")
    axes.set_title(f"expected calibration error {100 * curve.error:.1f} %")
    return figure


def _bars(shares: list[Share]) -> list[list[float]]:
    """Lengths below and above, in percent."""
    return [
        [100 * max(0.0, share.value - share.interval[0]) for share in shares],
        [100 * max(0.0, share.interval[1] - share.value) for share in shares],
    ]


def _save(path: Path, figure: plt.Figure) -> None:
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
