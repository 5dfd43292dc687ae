"""Why a level is what it is, and how one rates: on a phone and at a desk, with and without JavaScript."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
]
SENTENCE = re.compile(
    r"確からしさ\d+\s%）。\d+件・\d+人の評価にもとづきます。最新の評価は\d+(日|週間|か月)前です。"
)


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_an_advisor_reads_why_and_goes_on_to_the_record(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/me")
    advisor.follow("課題発見力の段階の決まり方")
    assert advisor.page.url.endswith("/me/criteria/B1")
    assert advisor.sees(SENTENCE)
    for heading in ("もとになった評価記録", "数字ができるまで", "確定の条件"):
        assert advisor.sees(heading), heading
    figures = advisor.page.locator(".stairs__figure").all_inner_texts()
    steps = [float(figure.replace("−", "-").replace("±", "")) for figure in figures]
    assert sum(steps[:-1]) == pytest.approx(steps[-1], abs=0.001), "what is written adds up"
    advisor.follow("OJT記録を開く")
    assert "/ojt/" in advisor.page.url
    advisor.open("/me/overall")
    assert advisor.sees("全体")


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_supervisor_reads_why_and_then_of_themselves(visitor, width, javascript):
    supervisor = visitor(width=width, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.open("/people")
    supervisor.follow("藤井")
    supervisor.follow("課題発見力の段階の決まり方")
    assert supervisor.sees(SENTENCE)
    supervisor.follow("あなた自身の評価のつけ方を見る")
    assert supervisor.page.url.endswith("/me/rating")
    assert supervisor.sees("このページを見られるのはあなただけです")
    assert supervisor.sees("段階の使い方")
    assert supervisor.page.locator(".use tbody tr").count() == 4


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_explanation_fits_and_reads_well(visitor, language):
    advisor = visitor(width=PHONE, language=language)
    advisor.sign_in("advisor")
    for page in ("criteria/A1", "criteria/A3", "domains/A", "domains/B", "domains/C", "overall", "rating"):
        advisor.open(f"/me/{page}?lang={language}")
