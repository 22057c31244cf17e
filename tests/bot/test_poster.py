"""Posters: well-formed, with the title and a code that leads where it says."""

import xml.etree.ElementTree as ET

import pytest

from bot import poster
from knowledge.languages import LANGUAGES
from knowledge.library import load


@pytest.fixture(scope="module")
def whole_library():
    return load()


def test_the_code_leads_to_telegram_or_to_the_page():
    """Within what a deep link may carry."""
    assert poster.link("con-dao", "en", address="https://x.vn", username="b") == "https://t.me/b?start=con-dao_en"
    assert (
        poster.link("con-dao", "en", address="https://x.vn", username=None)
        == "https://x.vn/entries/con-dao?language=en"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_is_well_formed_and_bears_its_title(whole_library, language):
    """Of every ninth entry, so that all languages together draw all of them; and of the longest title."""
    entries = whole_library.entries
    longest = max(entries, key=lambda slug: len(entries[slug].texts[entries[slug].language_for(language)].title))
    for slug in [longest, *list(entries)[LANGUAGES.index(language) :: len(LANGUAGES)]]:
        drawn = ET.fromstring(poster.svg(whole_library, slug, language, "https://t.me/b?start=x&y"))
        texts = "".join(node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text"))
        title = entries[slug].texts[entries[slug].language_for(language)].title
        assert "".join(title.split()) in "".join(texts.split()), slug
        assert len(list(drawn.iter("{http://www.w3.org/2000/svg}path"))) >= 1
