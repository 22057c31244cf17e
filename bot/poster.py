"""A poster of an entry: its title and a QR code that opens it, in Telegram or on the website."""

import html
from io import BytesIO

import regex
import segno

from bot.telegram.links import payload
from knowledge.library import Library

# Millimetres: A4, with the code in the middle.
WIDTH, HEIGHT, CODE = 210, 297, 120
LINE = 24
TITLE_TOP, TITLE_STEP, CODE_TOP = 28, 14, 98


def link(slug: str, language: str, *, address: str, username: str | None) -> str:
    """Where the code leads: to the bot in Telegram if its name is given, else to the entry's page."""
    if username:
        return f"https://t.me/{username}?start={payload(slug, language)}"
    return f"{address}/entries/{slug}?language={language}"


def svg(library: Library, slug: str, language: str, url: str) -> str:
    """The poster as SVG."""
    entry = library.entries[slug]
    shown = entry.language_for(language)
    title = _lines(entry.texts[shown].title, LINE)[:5]
    about = _lines(library.wording[shown].say("telegram_short_description"), LINE * 2)
    texts = [_text(line, TITLE_TOP + TITLE_STEP * row, 11, "bold") for row, line in enumerate(title)]
    texts += [_text(line, CODE_TOP + CODE + 18 + 9 * row, 7) for row, line in enumerate(about)]
    texts.append(_text(url, HEIGHT - 18, 4.5))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" lang="{shown}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(texts)}{_code(url)}</svg>\n'
    )


def _code(url: str) -> str:
    code = segno.make(url, error="m")
    drawn = BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, svgns=False, border=4, omitsize=True)
    return f'<svg x="{(WIDTH - CODE) / 2}" y="{CODE_TOP}" width="{CODE}" height="{CODE}"{drawn.getvalue().decode()[4:]}'


def _text(line: str, top: float, size: float, weight: str = "normal") -> str:
    return (
        f'<text x="{WIDTH / 2}" y="{top}" font-size="{size}" font-weight="{weight}" text-anchor="middle" '
        f'font-family="Noto Sans, sans-serif">{html.escape(line)}</text>'
    )


def _lines(text: str, most: int) -> list[str]:
    """The text in lines of about that many graphemes: at spaces where there are any, else between graphemes."""
    lines = [""]
    for word in regex.findall(r"\S+\s*", text):
        if lines[-1] and _width(lines[-1] + word) > most:
            lines.append("")
        for grapheme in regex.findall(r"\X", word):
            if _width(lines[-1]) >= most:
                lines.append("")
            lines[-1] += grapheme
    return [line.strip() for line in lines if line.strip()]


def _width(text: str) -> int:
    """Letters of East Asia are as wide as two others."""
    return sum(
        2 if regex.match(r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]", g) else 1 for g in regex.findall(r"\X", text)
    )
