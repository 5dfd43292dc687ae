"""Malformed input to every address, as several roles: refused or ignored, never an accident.

``app.testing`` is off: an exception that escapes becomes an answer of 500, as behind a server.
"""

import io

import pytest

SENDERS = ("supervisor", "hr", "anonymous")
SAMPLES = {
    "filename": "img/mark.svg",
    "kind": "CFConcepts",
    "token": "forged",
    "lesson_slug": "no-such-lesson",
    "name": "x.svg",
    "prompt_code": "no-such-prompt",
}

QUERIES = (
    "endpoint=x&values=x&self=x&_scheme=javascript&_external=1&_anchor=x&_method=POST",
    f"lang=xx&view=x&state=x&level={'9' * 5000}&advisor=x&case=x&organisation=x&type=x&page=-1&page=x",
    "page=99999999999999999999&q=%F0%9F%92%A9%25_%5C'%22&%FF%FE=%ED%A0%80&criterion=%FF&lang=%FF&lang=en",
    f"person=x&by=x&org=x&on=x&sort=x&seen=x&role=x&level={'9' * 5000}&old=x&new=x&show=x&profile=x&round=x",
    "on=0001-01-01&on=9999-12-31&limit=-1&offset=x&orderBy=x&filter=a~'&fields=%00&org=%00&person=%00",
    "on=9999-12-31&limit=99999999999999999999&filter=title%3E'%F0%9F%92%A9' AND x='&sort=%00&show=all",
    "q=a%00b&criterion=%00&advisor=%00&lang=%00",
)
TARGETS = ("//[", "/people?q=\r\nX: 1", "/\t/evil.example", "https://evil.example", "/\\evil.example", "/%00")
PATH_VALUES = ("%00", "%FF%FE%0D%0A", "..%2F..", "a" * 700, "'%22%3E%3Cb%3E/", "-1")
FIELDS = (
    "name",
    "name_kana",
    "locale",
    "email",
    "text",
    "comment",
    "advisor",
    "case",
    "visited_on",
    "intent",
    *("organisation", "profile", "people", "person_1", "scribe", "vignettes", "citations", "way", "choice"),
    *("reason", "purpose", "title", "title_ja", "name_ja", "text_A1", "note_A1", "example_0", "to_A1"),
    *("starts_on", "ends_on", "opens_on", "vote_by", "starts_1", "last_1", "file", "carried", "publisher"),
)
NUMBERS = ("version", "minutes", "level", "level_A1", "level_B1", "quorum", "years_from", "operation")
TEXTS = ("a\0b", "\ufffe\u202e\U0001f4a9" * 2000, "9" * 5000, "0001-01-01", "\r\n%s%(a)s{}")


@pytest.fixture(scope="module")
def senders(demo):
    demo.app.testing = False
    return {name: demo.browsers.get(name, demo.anonymous) for name in SENDERS}


@pytest.fixture(scope="module")
def addresses(demo):
    """Every address with values that lead somewhere, by the methods it takes."""
    samples = demo.samples() | SAMPLES
    rules = [rule for rule in demo.app.url_map.iter_rules() if rule.endpoint != "people.sign_out"]
    with demo.app.test_request_context():
        return [
            (demo.app.url_for(rule.endpoint, **{name: samples[name] for name in rule.arguments}), rule)
            for rule in rules
        ]


@pytest.fixture
def check():
    """Note an answer that tells of an accident; the last assertion names them all."""
    accidents = []

    def note(answer, *what):
        if answer.status_code >= 500 or b"Traceback" in answer.get_data()[:100_000]:
            accidents.append((answer.status_code, *what))

    yield note
    assert accidents == []


@pytest.mark.parametrize("sender", SENDERS)
def test_a_garbled_query_is_no_accident(sender, senders, addresses, check):
    for address, rule in addresses:
        if "GET" in rule.methods and rule.endpoint != "static":
            for query in QUERIES:
                check(senders[sender].get(f"{address}?{query}"), address, query[:60])


@pytest.mark.parametrize("target", TARGETS)
def test_a_garbled_way_back_leads_home(target, senders):
    answer = senders["supervisor"].get("/sign-in", query_string={"next": target})
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("sender", ["supervisor", "anonymous"])
def test_a_garbled_address_is_no_accident(sender, demo, senders, addresses, check):
    samples = {name: str(value) for name, value in (demo.samples() | SAMPLES).items()}
    for address, rule in addresses:
        for name in rule.arguments:
            for value in PATH_VALUES:
                garbled = address.replace(samples[name], value, 1)
                check(senders[sender].get(garbled), garbled[:60])


@pytest.mark.parametrize("sender", SENDERS)
def test_a_garbled_form_is_no_accident(sender, senders, addresses, check):
    browser = senders[sender]
    token = browser.hidden_fields("/account" if sender != "anonymous" else "/password-reset")["csrf_token"]
    for address, rule in addresses:
        if "POST" in rule.methods:
            for text in TEXTS:
                fields = {name: [text, "second"] for name in (*FIELDS, *NUMBERS)}
                check(browser.post(address, data={"csrf_token": token, **fields}), address, text[:20])
            check(browser.post(address, data={"csrf_token": token}), address, "nothing")
            files = {name: (io.BytesIO(b"\0\xff"), "name.txt") for name in (*FIELDS, *NUMBERS)}
            check(browser.post(address, data={"csrf_token": token, **files}), address, "files")


@pytest.mark.parametrize("sender", SENDERS)
def test_a_body_of_another_kind_is_no_accident(sender, senders, addresses, check):
    browser = senders[sender]
    token = browser.hidden_fields("/account" if sender != "anonymous" else "/password-reset")["csrf_token"]
    bodies = (
        ("application/json", b"[1, 2]"),
        ("application/json", b'{"name": 5, "email": {}, "text": null, "version": []}'),
        ("multipart/form-data; boundary=x", b"\xff\xfe"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=%FF%ED%A0%80&&=&name&=%00"),
    )
    for address, rule in addresses:
        if "POST" in rule.methods:
            for kind, body in bodies:
                answer = browser.post(address, data=body, content_type=kind, headers={"X-CSRFToken": token})
                check(answer, address, kind, body[:30])


def test_a_body_too_large_is_no_accident(senders, check):
    for sender, address in (("supervisor", "/account"), ("anonymous", "/sign-in")):
        answer = senders[sender].post(address, data={"name": "x" * 3_000_000})
        check(answer, address)
        assert answer.status_code == 413


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
def test_an_unusual_method_is_no_accident(method, senders, addresses, check):
    for address, _rule in addresses:
        for sender in ("supervisor", "anonymous"):
            check(senders[sender].open(address, method=method), method, address)


@pytest.mark.parametrize("host", ["a b", "[::1", "é", "a:99999999", "evil.example", "x" * 300, "a/b?c#d@e"])
def test_a_garbled_host_is_no_accident(host, senders, addresses, check):
    for address, _rule in addresses:
        check(senders["anonymous"].get(address, headers={"Host": host}), host, address)
