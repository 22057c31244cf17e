"""Scripts: a text is written in the script of its language."""

import re
from collections.abc import Iterator

from knowledge.checks.finding import Finding, Subject, without_exceptions

# Letters that must make up at least this share of a text, counted without what stands in brackets and without
# words of the Vietnamese text, which are proper names.
SHARE = 0.6
_OWN = {
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "lo": re.compile("[\u0e80-\u0eff]"),
    "km": re.compile("[\u1780-\u17ff]"),
}
_FOREIGN = {
    "zh": re.compile("[\u3040-\u30ff\uac00-\ud7a3\u0400-\u04ff\u0e00-\u0eff\u1780-\u17ff]"),
    "ja": re.compile("[\uac00-\ud7a3\u0400-\u04ff\u0e00-\u0eff\u1780-\u17ff]"),
    "ko": re.compile("[\u3040-\u30fe\u0400-\u04ff\u0e00-\u0eff\u1780-\u17ff]"),
    "ru": re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1780-\u17ff]"),
    "lo": re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\u0400-\u04ff\u1780-\u17ff]"),
    "km": re.compile("[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3\u0400-\u04ff]"),
}
_LATIN_ONLY = re.compile("[\u0400-\u04ff\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_WORD = re.compile("[A-Za-zÀ-ỹ]+")
_PIECE = re.compile("[A-Za-zÀ-ỹ]+|[^A-Za-zÀ-ỹ]+")
_BRACKETS = re.compile(r"[(（「『《][^()（）]*[)）」』》]")


def check(subject: Subject) -> Iterator[Finding]:
    """Title, answer and every ask; a text of another script is a text in the wrong place."""
    for entry in subject.library.entries.values():
        for language, text in entry.texts.items():
            names = set(_WORD.findall(entry.texts["vi"].answer)) if language != "vi" else set()
            answer = " ".join(w for w in _PIECE.findall(without_exceptions(entry, text.answer)) if w not in names)
            places: list[tuple[tuple[str | int, ...], str, bool]] = [
                (("title",), text.title, False),
                (("answer",), answer, True),
                *((("asks", index), ask, False) for index, ask in enumerate(text.asks)),
            ]
            for place, value, share in places:
                if message := _wrong(language, value, share=share):
                    where = (language, *place)
                    yield subject.about(entry, where, "script", f"{language}: {message}", language=language)


def _wrong(language: str, text: str, *, share: bool) -> str | None:
    bare = _BRACKETS.sub(" ", text)
    letters = [character for character in bare if character.isalpha()]
    if language in _OWN:
        if found := _FOREIGN[language].search(bare):
            return f"'{found.group()}' belongs to another script"
        own = sum(1 for character in letters if _OWN[language].match(character))
        if share and own < SHARE * len(letters):
            return f"only {own} of {len(letters)} letters are of its script"
        return None if own or not letters or not share else "no letter of its script"
    if found := _LATIN_ONLY.search(bare):
        return f"'{found.group()}' is not a Latin letter"
    if language == "vi" and share and not _VIETNAMESE.search(text):
        return "no Vietnamese letter at all"
    return None
