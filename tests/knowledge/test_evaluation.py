"""Calibration, evaluation and leave-one-out: the measures are right before anything is measured."""

from datetime import date

import pytest

from knowledge import calibrate, evaluate
from knowledge.calibrate import Sample
from knowledge.evaluate import Judged, Share, below_bars, summary
from knowledge.evidence import NAMES, Evidence
from knowledge.leave_one_out import left_out, ranks
from knowledge.questions import TEST, TUNE, Question, load_questions
from knowledge.search import load_parameters


def evidence(strength):
    return Evidence(**dict.fromkeys(NAMES, strength))


def test_a_question_is_in_one_half_with_its_entry():
    """No entry is both tuned on and tested on; every question is somewhere."""
    everything = load_questions()
    halves = {half: {q.entry for q in load_questions(half=half) if q.entry} for half in (TUNE, TEST)}
    assert halves[TUNE].isdisjoint(halves[TEST])
    assert len(everything) == sum(len(load_questions(half=half)) for half in (TUNE, TEST)) > 1500


def test_shares_have_the_wilson_interval():
    """Known values; nothing counted is no knowledge."""
    low, high = Share(95, 100).interval
    assert (round(low, 3), round(high, 3)) == (0.888, 0.978)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_outcomes_are_judged_and_summed(small_library):
    """Right, suggested, wrong and silent; answered without an answer is false."""
    inside = Question("q", "vi", "hai-dang", ("dan-so-vung-tau",))
    out = Question("q", "vi", None, why="out")
    judged = [
        Judged(inside, "vi", "answered", ("dan-so-vung-tau",)),
        Judged(inside, "vi", "answered", ("hotline-1022",)),
        Judged(inside, "vi", "suggested", ("hotline-1022", "hai-dang")),
        Judged(inside, "en", "declined", ()),
        Judged(out, "vi", "answered", ("hai-dang",)),
        Judged(out, "vi", "declined", ()),
    ]
    assert [j.verdict for j in judged] == ["right", "wrong", "suggested", "silent", "false", "quiet"]
    shares = summary(judged, small_library)["all"]
    assert (shares["right when answered"].hits, shares["right when answered"].count) == (1, 2)
    assert (shares["answered right or suggested"].hits, shares["answered right or suggested"].count) == (2, 4)
    assert (shares["out of scope answered"].hits, shares["out of scope answered"].count) == (1, 2)


def test_a_missed_bar_is_named(small_library, tmp_path):
    """The bound of the interval decides, not the share."""
    judged = [Judged(Question("q", "vi", "hai-dang"), "vi", "answered", ("hai-dang",))] * 5
    bars = tmp_path / "bars.yml"
    bars.write_text("all: {right when answered: {least: 0.9}, language right: {least: 0.5}}")
    (fault,) = below_bars(summary(judged, small_library), bars)
    assert "right when answered" in fault


def test_the_fit_prefers_what_is_right_and_stays_quiet_without_an_answer(tmp_path):
    """On samples that leave no doubt; and what is written can be read."""
    right = [Sample({"a": evidence(0.8 + i / 1000), "b": evidence(0.4)}, frozenset({"a"})) for i in range(60)]
    none = [
        Sample({"a": evidence(0.3 + i / 1000), "b": evidence(0.29)}, frozenset(), Question("x", "vi", None, why="out"))
        for i in range(60)
    ]
    fitted = calibrate.fit(right, [*right, *none])
    assert all(weight >= 0 for weight in fitted.weights.values())
    path = tmp_path / "search.yml"
    calibrate.write(path, fitted, {"model": "fake"}, nearest=40, suggestions=3)
    parameters = load_parameters(path)
    strong = sum(weight * 0.85 for weight in parameters.weights.values())
    weak = sum(weight * 0.3 for weight in parameters.weights.values())
    assert parameters.intercept + strong > 0 > parameters.intercept + weak


def test_leaving_an_ask_out_takes_its_evidence_away(search, small_library, encoder):
    """Its own vector and words do not count; others of the same entry do."""
    index = search.gatherer._index
    samples = left_out(search, index, per_language=5)
    assert {sample.language for sample in samples} == {"vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km"}
    assert all(sample.evidence[sample.entry].ask < 0.999 for sample in samples)
    assert all(0 <= found.first <= found.first_four <= 1 for found in ranks(search, samples).values())


def test_questions_are_judged_as_a_new_visitor_would_ask(search, small_library):
    """Language found from the text, outcome from the search."""
    asked = [Question("dân số vũng tàu bao nhiêu", "vi", "dan-so-vung-tau"), Question("🐢", "en", None, why="out")]
    judged = evaluate.judge(search, asked, date(2026, 11, 23))
    assert [j.verdict for j in judged] == ["right", "quiet"]
    assert pytest.approx(1.0) == summary(judged, small_library)["vi"]["language right"].value
