from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from tests.architecture.rules import templates
from tests.architecture.rules.budgets import count_lines
from tests.architecture.rules.tree import ROOT, files, shown

TEMPLATES = files("*/templates/**/*.html", "lms")
ENHANCEMENTS = ROOT / "lms/web/static/js/enhance"


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_the_template_compiles_and_links_to_what_exists(path: Path, composed_app: Flask):
    source = path.read_text(encoding="utf-8")
    composed_app.jinja_env.compile(source, filename=str(path))
    unknown = [link for link in templates.endpoints(source) if link[1] not in composed_app.view_functions]
    assert unknown == []


def test_the_app_knows_every_template_and_refuses_unknown_names(composed_app: Flask):
    on_disk = {str(path).split("/templates/", 1)[1] for path in TEMPLATES}
    assert on_disk <= set(composed_app.jinja_env.list_templates())
    assert issubclass(composed_app.jinja_env.undefined, StrictUndefined)


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_styles_and_scripts_are_in_files(path: Path):
    assert list(templates.inline_code(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_word_goes_through_a_catalogue(path: Path):
    assert list(templates.bare_words(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_enhancement_that_a_page_asks_for_exists(path: Path):
    asked = templates.enhancements(path.read_text(encoding="utf-8"))
    assert [name for _, name in asked if not (ENHANCEMENTS / f"{name}.js").is_file()] == []


@pytest.mark.parametrize("path", files("*.js", "lms/web/static/js/enhance"), ids=shown)
def test_an_enhancement_is_small_and_exports_its_function(path: Path):
    assert "export function enhance(" in path.read_text(encoding="utf-8")
    assert count_lines(path) <= 150


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">0</p>',
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<script nonce="{{ csp_nonce() }}">go()</script>',
        '<button onclick="go()">0</button>',
        '<a href="javascript:go()">0</a>',
        '<div hx-on:click="go()"></div>',
        '<body hx-boost="true">',
    ],
)
def test_inline_code_is_found(source: str):
    assert [line for line, _ in templates.inline_code(f"\n{source}")] == [2]


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{{ asset(\'js/main.js\') }}" nonce="{{ csp_nonce() }}"></script>',
        '<script type="importmap" nonce="{{ csp_nonce() }}">{"imports": {}}</script>',
        '{# <p style="x"> #}<p class="style">0</p>',
    ],
)
def test_code_from_files_passes(source: str):
    assert list(templates.inline_code(source)) == []


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("<p>\n署名する</p>", "署名する"),
        ("<p>\nSign</p>", "Sign"),
        ("{% if a %}<b>\nlater</b>{% endif %}", "later"),
        ("\n{{ link(label='取り消す') }}", "取り消す"),
        ('\n<img alt="Photo">', "Photo"),
        ('\n<nav aria-label="Menu"></nav>', "Menu"),
    ],
)
def test_a_word_outside_the_catalogue_is_found(source: str, word: str):
    assert list(templates.bare_words(source)) == [(2, word)]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('Sign') }} 12 % · 3</p>",
        "{# 署名 #}{% set a = 'word' %}<p class=\"card\">{{ person.name }}</p>",
        '<a lang="ja">日本語</a> <a lang="en">English</a>',
        '<nav aria-label="{{ _("Menu") }}"></nav>',
        "<p>&nbsp;–&nbsp;</p>",
        '<{{ heading }} class="card__title">{{ title }}</{{ heading }}>',
    ],
)
def test_words_from_the_catalogue_pass(source: str):
    assert list(templates.bare_words(source)) == []


def test_links_and_enhancements_are_read():
    source = (
        "{{ url_for('ojt.show_entry', entry_id=1) }}\n<div data-enhance=\"menu\">{# url_for('no.where') #}"
    )
    assert list(templates.endpoints(source)) == [(1, "ojt.show_entry")]
    assert list(templates.enhancements(source)) == [(2, "menu")]
