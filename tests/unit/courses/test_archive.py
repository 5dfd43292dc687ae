"""Courses as ZIP files: the same bytes every time, and nothing read that could do harm."""

import stat
import struct
import zipfile
from contextlib import nullcontext, suppress
from io import BytesIO

import pytest

from lms.courses.loader import RefusedError, archive, read_course, read_zip, write_files, write_zip
from tests.factories.courses import LEVELS, schemas


@pytest.fixture
def course(folder, read):
    return read().course


@pytest.fixture
def pack():
    """Pack names with contents into a ZIP; ``entry`` changes how each is told."""

    def packed(files, entry=lambda _info: None, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", compression) as target:
            for name, content in files:
                info = zipfile.ZipInfo(name)
                info.compress_type = compression
                entry(info)
                target.writestr(info, content)
        return stream.getvalue()

    return packed


@pytest.fixture
def sound(course):
    return sorted(write_files(course).items())


@pytest.fixture
def refused():
    """Read a ZIP that is to be refused; return file and code of each problem."""

    def codes(content: bytes) -> list[tuple[str, str]]:
        with pytest.raises(RefusedError) as refusal:
            read_zip(content)
        assert all(problem.sentence() for problem in refusal.value.problems)
        return [(problem.file, problem.code) for problem in refusal.value.problems]

    return codes


def test_a_course_comes_back_from_its_zip_and_gives_the_same_bytes_again(course):
    packed = write_zip(course)
    reading = read_course(read_zip(packed), schemas=schemas(), levels=LEVELS)
    assert reading.course == course
    assert reading.course.digest() == course.digest()
    assert write_zip(reading.course) == packed
    assert zipfile.ZipFile(BytesIO(packed)).namelist()[0] == "small/course.yaml"


@pytest.mark.parametrize("folder_name", ["", "small/", "上/下/"])
def test_the_course_may_lie_in_a_folder_and_what_systems_add_is_overlooked(pack, sound, folder_name):
    files = [(folder_name + name, content) for name, content in sound]
    added = [("__MACOSX/small/._course.yaml", b"x"), (".DS_Store", b"x"), (f"{folder_name}Thumbs.db", b"x")]
    folders = [(f"{folder_name}lessons/", b"")]
    assert read_zip(pack([*files, *added, *folders])) == dict(sound)


@pytest.mark.parametrize(
    "name",
    [
        "../course.yaml",
        "lessons/../../x.md",
        "/etc/passwd",
        "C:/x.md",
        "..\\x.md",
        "lessons\\x.md",
        "lessons//x.md",
        "./x.md",
        "CON",
        "lessons/nul.md",
        "com1.txt",
        "x.md.",
        "x.md ",
        " x/y.md",
        "a\nb.md",
        "a\u202ego.md",
        "x*.md",
        "x" * 201,
    ],
)
def test_names_that_could_lead_elsewhere_are_refused(pack, sound, refused, name):
    codes = refused(pack([*sound, (name, b"x")]))
    assert [code for _file, code in codes] == ["courses.zip_name"]


def test_a_name_cut_at_a_nought_is_refused(pack, sound, refused):
    content = pack([*sound, ("x.mdAtail", b"x")]).replace(b"x.mdAtail", b"x.md\0tail")
    assert refused(content)[0][1] in {"courses.zip_name", "courses.zip_broken"}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(pack, sound, refused, kind):
    def as_kind(info):
        if info.filename == "lessons/link.md":
            info.create_system, info.external_attr = 3, (kind | 0o777) << 16

    assert refused(pack([*sound, ("lessons/link.md", b"/etc/passwd")], as_kind)) == [
        ("lessons/link.md", "courses.zip_link")
    ]


@pytest.mark.parametrize("twin", ["course.yaml", "COURSE.yaml", "ｃourse.yaml", "lessons", "Lessons/"])
def test_twin_names_are_refused_whatever_makes_them_alike(pack, sound, refused, twin):
    files = [*sound, ("lessons/", b""), (twin, b"x")]
    with pytest.warns(UserWarning, match="Duplicate") if twin == "course.yaml" else nullcontext():
        content = pack(files)
    assert refused(content)[0][1] == "courses.zip_twins"


def test_names_composed_in_two_ways_are_twins(pack, sound, refused):
    content = pack([*sound, ("figures/が.svg", b"x"), ("figures/か\u3099.svg", b"x")])
    assert refused(content) == [("figures/か\u3099.svg", "courses.zip_twins")]


def test_a_protected_file_is_refused(pack, sound, refused):
    content = bytearray(pack(sound))
    start = content.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, start + 8)[0]
    struct.pack_into("<H", content, start + 8, flags | 1)
    assert refused(bytes(content)) == [("course.yaml", "courses.zip_encrypted")]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(pack, sound, refused, compression):
    codes = {code for _file, code in refused(pack(sound, compression=compression))}
    assert codes == {"courses.zip_packing"}


def test_an_archive_within_is_refused_by_name_and_by_content(pack, sound, refused):
    inner = pack([("x", b"x")])
    assert refused(pack([*sound, ("more.zip", inner)])) == [("more.zip", "courses.zip_nested")]
    assert refused(pack([*sound, ("figures/a.png", inner)])) == [("figures/a.png", "courses.zip_nested")]


def test_a_bomb_is_refused_while_it_is_unpacked(pack, sound, refused):
    assert refused(pack([*sound, ("figures/a.svg", b" " * 4_000_000)])) == [
        ("figures/a.svg", "courses.zip_bomb")
    ]


def test_a_bomb_that_lies_about_its_size_is_refused(pack, sound, refused):
    content = bytearray(pack([*sound, ("figures/a.svg", b" " * 4_000_000)]))
    start = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, start + 24, 10)
    assert refused(bytes(content))[0][1] in {"courses.zip_bomb", "courses.zip_broken"}


def test_what_is_too_much_altogether_is_refused(pack, sound, refused, monkeypatch):
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1000)
    assert refused(pack(sound))[0][1] == "courses.zip_too_large"
    monkeypatch.setattr(archive, "MAX_ARCHIVE_BYTES", 10)
    assert refused(pack(sound)) == [("ZIP", "courses.zip_too_large")]


def test_too_many_entries_are_refused(pack, refused):
    assert refused(pack([(f"{n}.md", b"x") for n in range(401)])) == [("ZIP", "courses.zip_many_entries")]


def test_no_course_and_several_are_refused(pack, sound, refused):
    assert refused(pack([("readme.md", b"x")])) == [("ZIP", "courses.zip_no_course")]
    twice = [(f"{folder}/{name}", content) for folder in "ab" for name, content in sound]
    assert refused(pack(twice)) == [("ZIP", "courses.zip_many_courses")]
    astray = [(f"a/{name}", content) for name, content in sound]
    assert refused(pack([*astray, ("b/x.md", b"x")])) == [("b/x.md", "courses.zip_outside")]


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_refused(refused, content):
    assert refused(content) == [("ZIP", "courses.zip_broken")]


def test_a_damaged_zip_raises_nothing_but_refusals(course):
    packed = write_zip(course)
    for place in range(0, len(packed), 7):
        damaged = bytearray(packed)
        damaged[place] ^= 0xFF
        with suppress(RefusedError):  # whatever else is raised fails the test
            assert all(isinstance(content, bytes) for content in read_zip(bytes(damaged)).values())


def test_a_zip_cut_short_is_refused(course, refused):
    packed = write_zip(course)
    assert refused(packed[: len(packed) // 2]) == [("ZIP", "courses.zip_broken")]
