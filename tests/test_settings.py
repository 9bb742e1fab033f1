"""The table of settings in the documentation is the settings of the program."""

import re
from pathlib import Path

from askcity.settings import Settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "settings.md"
ROW = re.compile(r"^\| `ASKCITY_([A-Z_]+)` \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)


def test_every_setting_stands_in_the_table_with_its_help_and_default() -> None:
    rows = {
        name.lower(): (text.strip(), default.strip())
        for name, text, default in ROW.findall(DOCUMENT.read_text("utf-8"))
    }
    assert rows == {
        name: (field.description, f"`{field.default}`" if field.default is not None else "unset")
        for name, field in Settings.model_fields.items()
    }


def test_a_file_in_the_working_directory_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "askcity.toml").write_text('sites = "from-file"\nlog_level = "ERROR"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASKCITY_SITES", "from-environment")
    assert (Settings().sites, Settings().log_level) == ("from-environment", "ERROR")
