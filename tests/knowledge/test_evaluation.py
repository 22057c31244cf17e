"""Calibration, evaluation and leave-one-out: the measures are right before anything is measured."""

import json
import random
from datetime import date

import numpy as np
import pytest

from knowledge import calibrate, evaluate, fitted_on, logit, pictures
from knowledge.calibrate import Sample
from knowledge.evaluate import Judged, Share, below_bars, summary
from knowledge.evidence import NAMES, Evidence
from knowledge.leave_one_out import left_out, ranks
from knowledge.questions import TEST, TUNE, Question, load_messages, load_questions
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
    right = [Sample({f"a{i}": evidence(0.8 + i / 1000), "b": evidence(0.4)}, frozenset({f"a{i}"})) for i in range(60)]
    none = [
        Sample(
            {"a": evidence(0.3 + i / 1000), "b": evidence(0.29)}, frozenset(), Question(f"x{i}", "vi", None, why="out")
        )
        for i in range(60)
    ]
    fitted = calibrate.fit(right, [*right, *none])
    assert all(weight >= 0 for weight in fitted.weights.values())
    path = tmp_path / "search.yml"
    calibrate.write(path, fitted, {"model": "fake"}, nearest=40, suggestions=3)
    parameters = load_parameters(path)
    strong = sum(weight * 0.85 for weight in parameters.certainty.values())
    weak = sum(weight * 0.3 for weight in parameters.certainty.values())
    assert parameters.intercept + strong > 0 > parameters.intercept + weak


def test_the_strict_class_has_a_threshold_of_its_own():
    """Where weak candidates of strict entries are wrong, only strict questions need more."""

    def sample(number, strength, *, right, strict):
        name = f"{'strict' if strict else 'normal'}-{number}"
        question = Question(name, "vi", name if right else "elsewhere")
        return Sample(
            {name: evidence(strength), "rival": evidence(0.2)},
            frozenset({name if right else "elsewhere"}),
            question,
            frozenset({name}) if strict else frozenset(),
        )

    rng = random.Random(3)
    samples = [sample(i, rng.uniform(0.5, 0.9), right=True, strict=False) for i in range(150)]
    samples += [sample(i, rng.uniform(0.7, 0.9), right=True, strict=True) for i in range(150)]
    samples += [sample(i + 150, rng.uniform(0.4, 0.75), right=False, strict=True) for i in range(60)]
    fitted = calibrate.fit(samples, samples)
    assert fitted.thresholds["strict"]["answer"] > fitted.thresholds["normal"]["answer"]


def test_regressions_never_weigh_against_an_entry():
    """A piece that would speak against what is right weighs nothing."""
    rng = np.random.default_rng(0)
    right = np.array([True, False, False])
    helpful = [np.c_[right + rng.normal(0, 0.1, 3), -1.0 * right + rng.normal(0, 0.1, 3)] for _ in range(50)]
    weights = logit.best_of_each(helpful, [right] * 50, np.ones(50))
    assert weights[0] > 1
    assert weights[1] == pytest.approx(0)
    rows = np.concatenate(helpful)
    weights, intercept = logit.yes_or_no(rows, np.tile(right, 50), np.ones(150))
    assert weights[0] > 1
    assert weights[1] == pytest.approx(0)
    assert intercept < 0


def test_reliability_compares_probability_with_what_came_true():
    """Ten at 0.9 of which nine are right: no error; at 0.5: 0.4."""

    def asked(probability):
        inside = Question("q", "vi", "hai-dang")
        best = ["hai-dang"] * 9 + ["hotline-1022"]
        return [Judged(inside, "vi", "answered", (one,), one, probability) for one in best]

    assert evaluate.reliability(asked(0.9)).error == pytest.approx(0)
    assert evaluate.reliability(asked(0.5)).error == pytest.approx(0.4)
    (only,) = evaluate.reliability(asked(0.5)).bins
    assert (only.probability, only.right.hits, only.right.count) == (pytest.approx(0.5), 9, 10)


def test_languages_of_messages_are_counted_by_language(tmp_path):
    """The conversation's language helps; a language nobody knows is refused."""
    (tmp_path / "languages.yml").write_text(
        "- {text: Côn Đảo ở đâu, language: vi}\n- {text: where is con dao, language: vi, folded: true}\n"
        "- {text: '123', language: ko, prior: ko}\n"
    )
    found = evaluate.identification(load_messages(tmp_path))
    assert (found["vi"].hits, found["vi"].count) == (1, 2)
    assert (found["ko"].hits, found["ko"].count) == (1, 1)
    assert (found["vi folded"].hits, found["vi folded"].count) == (0, 1)
    (tmp_path / "languages.yml").write_text("- {text: x, language: xx}")
    with pytest.raises(ValueError, match="xx"):
        load_messages(tmp_path)


def test_what_search_was_fitted_on_is_remembered(tmp_path, small_library):
    """Another encoder file, another label: each is named, and nothing else."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"files": {"encoder.onnx": "a" * 64}}))
    one = Question("q", "vi", "hai-dang")
    before = fitted_on.hashes(tmp_path, small_library, [one])
    assert fitted_on.changed(before, fitted_on.hashes(tmp_path, small_library, [one])) == []
    other = fitted_on.hashes(tmp_path, small_library, [Question("q", "vi", "hotline-1022")])
    assert fitted_on.changed(before, other) == ["questions"]
    manifest.write_text(json.dumps({"files": {"encoder.onnx": "b" * 64}}))
    assert fitted_on.changed(before, fitted_on.hashes(tmp_path, small_library, [one])) == ["model"]
    assert fitted_on.changed({}, before) == ["model", "content", "questions"]


def test_figures_are_drawn(search, small_library, tmp_path):
    """Two pictures with the languages and the error in them, equal for equal figures."""
    asked = [Question("dân số vũng tàu bao nhiêu", "vi", "dan-so-vung-tau")]
    judged = evaluate.judge(search, asked, date(2026, 11, 23))
    figures, curve = summary(judged, small_library), evaluate.reliability(judged)
    pictures.draw(tmp_path / "one", figures, curve)
    pictures.draw(tmp_path / "two", figures, curve)
    drawn = {path.name: path.read_text() for path in (tmp_path / "one").iterdir()}
    assert set(drawn) == {"languages.svg", "reliability.svg"}
    assert f"{100 * curve.error:.1f} %" in drawn["reliability.svg"]
    assert drawn == {path.name: path.read_text() for path in (tmp_path / "two").iterdir()}
    data = json.loads(evaluate.as_json(figures, {}, curve))
    assert data["questions"]["vi"]["answered right"]["count"] == 1


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
