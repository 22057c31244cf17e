"""Where Rasa finds its training data: `nlu/data`, and some asks of every entry in every language."""

from pathlib import Path
from typing import Iterator, List, Optional, Tuple

import yaml
from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.languages import LANGUAGES
from knowledge.text import fold

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "nlu" / "data"
CONTENT = ROOT / "knowledge" / "content"
DEFAULT_INTENT = "ask"
ASKS_OF_AN_ENTRY = 3


class Importer(RasaFileImporter):
    """Lets plain `rasa train`, `rasa run`, `rasa shell` and `rasa data validate` work from the root."""

    def __init__(
        self,
        config_file: Optional[str] = None,
        domain_path: Optional[str] = None,
        training_data_paths: Optional[List[str] | str] = None,
    ) -> None:
        super().__init__(config_file, domain_path, str(DATA))

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The written examples, folded copies of the Vietnamese ones, and asks as examples of `ask`."""
        written = super().get_nlu_data(language)
        taken = {example.get(TEXT) for example in written.training_examples}
        added = []
        for text, intent in [*_folded_vietnamese(), *_asks(CONTENT)]:
            if text not in taken:
                taken.add(text)
                added.append(Message.build(text=text, intent=intent))
        return written.merge(TrainingData(training_examples=added))


def _folded_vietnamese() -> Iterator[Tuple[str, str]]:
    """What someone without a Vietnamese keyboard types."""
    files = get_data_files([str(DATA / "vi")], is_nlu_file)
    for example in training_data_from_paths(files, "vi").intent_examples:
        yield fold(example.get(TEXT)), example.get(INTENT)


def _asks(content: Path) -> Iterator[Tuple[str, str]]:
    """Some asks of every entry in every language, so that a question is known when one comes.

    Of the asks left out, 1.8 % were taken for conversation with one ask of an entry, 0.7 % with three.
    """
    for path in sorted(content.glob("*/*.yml")):
        entry = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - strings only
        for language in LANGUAGES:
            asks = entry.get(language, {}).get("asks") if "kind" in entry else None
            for ask in (asks or [])[:ASKS_OF_AN_ENTRY]:
                yield ask, DEFAULT_INTENT
                if language == "vi":
                    yield fold(ask), DEFAULT_INTENT
