"""The modules that come along: linted, their exercises run, README and schemas up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from fairgate.checklist import Case
from fairgate.cli.train.common import desk as real_desk
from fairgate.content import home
from fairgate.errors import UserError, UserErrors
from fairgate.training.library import Place, find_module, open_modules, places
from fairgate.training.lint import across, lint, proof
from fairgate.training.module import Module, read_module
from fairgate.training.readme import readme
from fairgate.training.schemas import MODELS, schema_of

FOLDER = home() / "training"
SAMPLES = Path(__file__).resolve().parents[1] / "cases" / "training"
SAMPLE = Place("90", SAMPLES / "90-names-on-forms", own=True)
ALL = (*places(), SAMPLE)

DeskAt = Callable[[Path, Path], object]


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.folder.name)
def test_a_module_has_nothing_to_mend(place: Place, cases: dict[str, Case]) -> None:
    """Minutes, verbs, coverage, sources, alternative texts, contrast."""
    assert [str(error) for error in lint(read_module(place.folder), cases)] == []


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.folder.name)
def test_the_start_fails_and_the_solution_passes(place: Place) -> None:
    """Each step of each exercise, decided by the real tools."""
    assert [str(error) for error in proof(read_module(place.folder), real_desk)] == []


def test_no_module_asks_for_one_that_there_is_not() -> None:
    """And none for itself, however far back."""
    assert list(across(open_modules())) == []


def test_the_readme_is_made_from_the_data() -> None:
    """Mend with: fairgate train readme --out training/README.md."""
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == readme(open_modules())


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_the_published_schema_is_the_models_own(kind: str) -> None:
    """Mend with: fairgate train schema KIND --out training/schemas/KIND.json."""
    published = json.loads((FOLDER / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))
    assert published == schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.folder.name)
@pytest.mark.parametrize("kind", sorted(MODELS))
def test_a_file_fits_its_schema(place: Place, kind: str) -> None:
    """So an editor complains of nothing that we take; steps by their tools, too."""
    text = (place.folder / f"{kind}.yaml").read_text(encoding="utf-8")
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))  # days are text in JSON
    jsonschema.Draft202012Validator(schema_of(kind)).validate(data)


def test_a_schema_knows_what_a_tool_expects(module: Module) -> None:
    """``exit: 1`` is no answer of the gate, and an editor says so."""
    data = yaml.safe_load(module.outline_file.text)
    data["exercise"]["steps"][2]["expect"]["exit"] = 1
    data["exercise"]["steps"][2]["options"] = {}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema_of("module")).validate(data)


def test_a_module_is_found_by_id_name_or_folder() -> None:
    """As people type it."""
    for name in ("90", "names-on-forms", "90-names-on-forms"):
        assert find_module(name, [SAMPLES]).id == "90"
    with pytest.raises(UserError, match="did you mean 90-names-on-forms"):
        find_module("90-names-on-form", [SAMPLES])


def test_an_organisation_adds_modules_from_a_folder_of_its_own(sample: Path) -> None:
    """In order of their ids, whatever the folder is called and holds beside them."""
    assert [place.id for place in places([sample.parent])][-1] == "90"
    assert [module.own for module in open_modules([sample])][-1]


def test_two_modules_with_one_id_are_told(sample: Path) -> None:
    """Which of them a learner gets must not hang on chance."""
    with pytest.raises(UserErrors, match="has the id 90 already"):
        places([SAMPLES, sample])


def test_a_module_that_overrides_nothing_is_told(sample: Path) -> None:
    """It would take another's place by a slip."""
    outline = sample / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(f"{text}overrides: true\n", encoding="utf-8")
    with pytest.raises(UserErrors, match="no built-in module 90 to override"):
        places([sample])


def test_a_folder_without_modules_is_told(tmp_path: Path) -> None:
    """With what it should hold."""
    with pytest.raises(UserError, match="there is no module here"):
        places([tmp_path])
    with pytest.raises(UserError, match="there is no such folder"):
        places([tmp_path / "none"])


def test_a_digest_names_exactly_what_was_taught(module: Module, sample: Path) -> None:
    """A completion record says of which lesson and which quiz it is."""
    before = module.digest
    assert read_module(sample).digest == before
    lesson = sample / "lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert read_module(sample).digest != before
