"""Where a setting's value comes from, and what is refused."""

from pathlib import Path

import pytest

from assistant.errors import SettingInvalid
from assistant.settings import SHIPPED_ARTICLE, SHIPPED_QUESTIONS, Settings


def test_defaults_need_nothing_but_a_home() -> None:
    settings = Settings.from_env({"XDG_CACHE_HOME": "/cache"})
    assert settings == Settings(data_dir=settings.data_dir)
    assert settings.data_dir.name == "article-assistant"


def test_what_ships_is_there() -> None:
    assert SHIPPED_ARTICLE.is_file()
    assert SHIPPED_QUESTIONS.is_file()


def test_a_flag_wins_over_a_variable_and_a_variable_over_the_default() -> None:
    environ = {"ASSISTANT_PORT": "8000", "ASSISTANT_HITS": "5", "ASSISTANT_DATA_DIR": "/data"}
    settings = Settings.from_env(environ, port="9000", hits=None)
    assert (settings.port, settings.hits, settings.candidates, settings.data_dir) == (9000, 5, 50, Path("/data"))


def test_an_empty_variable_is_not_set() -> None:
    assert Settings.from_env({"ASSISTANT_PORT": "", "ASSISTANT_DATA_DIR": "/data"}).port == 7860


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert Settings.from_env({"ASSISTANT_DATA_DIR": "~/x"}).data_dir == Path("/home/someone/x")


def test_an_unknown_home_is_told() -> None:
    with pytest.raises(SettingInvalid, match="setting data_dir needs a home folder that is not known"):
        Settings.from_env({"ASSISTANT_DATA_DIR": "~nobody-of-that-name/x"})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("port", "http", "setting port is 'http'; give a number"),
        ("port", "70000", "setting port is 70000; give a value from 0 to 65535"),
        ("threshold", "nan", "setting threshold is nan; give a value from 0 to 1"),
        ("threshold", "1.5", "setting threshold is 1.5; give a value from 0 to 1"),
        ("hits", "0", "setting hits is 0; give a value from 1 to the number of candidates"),
        ("hits", "51", "setting hits is 51; give a value from 1 to the number of candidates"),
        ("fewest_words", "41", "setting fewest_words is 41; give a value from 1 to most_words"),
        ("model_timeout_s", "inf", "setting model_timeout_s is inf; give a value above 0, up to 86400"),
        ("model_timeout_s", "0", "setting model_timeout_s is 0.0; give a value above 0, up to 86400"),
        ("max_article_bytes", "-1", "setting max_article_bytes is -1; give a value above 0"),
        ("fetch_urls", "perhaps", "setting fetch_urls is 'perhaps'; give 1 for yes or 0 for no"),
        ("max_question_chars", "0", "setting max_question_chars is 0; give a value above 0"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        Settings.from_env({f"ASSISTANT_{name.upper()}": value, "ASSISTANT_DATA_DIR": "/data"})
    assert str(refused.value) == message


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("yes", True), ("True", True), ("0", False), ("no", False)])
def test_yes_and_no_are_understood(value: str, meant: bool) -> None:
    assert Settings.from_env({"ASSISTANT_FETCH_URLS": value, "ASSISTANT_DATA_DIR": "/data"}).fetch_urls is meant
    assert Settings.from_env({"ASSISTANT_FETCH_URLS": value, "ASSISTANT_DATA_DIR": "/data"}, fetch_urls=True).fetch_urls
