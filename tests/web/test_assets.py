"""Static files by the hash of their content."""

from __future__ import annotations

import os
import re
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.web.assets import Assets
from tests.web.site import make_site


def client(folder: Path, *, dev: bool = False) -> tuple[Assets, TestClient]:
    assets = Assets(folder, dev=dev)
    return assets, TestClient(Starlette(routes=[Mount("/static", assets)]))


def write(folder: Path) -> None:
    (folder / "css").mkdir()
    (folder / "fonts").mkdir()
    (folder / "css" / "a.css").write_text('body { src: url("../fonts/f.woff2") }' + " a { color: red }" * 100)
    (folder / "fonts" / "f.woff2").write_bytes(b"font" * 300)


def test_an_address_with_the_hash_may_be_kept_for_ever(tmp_path: Path) -> None:
    write(tmp_path)
    assets, browser = client(tmp_path)
    answer = browser.get(assets.url("fonts/f.woff2"))
    assert answer.content == b"font" * 300
    assert "immutable" in answer.headers["cache-control"]


def test_an_old_hash_still_answers_but_not_for_long(tmp_path: Path) -> None:
    write(tmp_path)
    _, browser = client(tmp_path)
    answer = browser.get("/static/000000000000/fonts/f.woff2")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["cache-control"]


def test_style_sheets_name_files_by_their_hash(tmp_path: Path) -> None:
    write(tmp_path)
    assets, browser = client(tmp_path)
    assert f'url("{assets.url("fonts/f.woff2")}")' in browser.get(assets.url("css/a.css")).text


def test_compressed_once_and_only_what_gains(tmp_path: Path) -> None:
    write(tmp_path)
    assets, browser = client(tmp_path)
    plain = browser.get(assets.url("css/a.css"), headers={"accept-encoding": "identity"})
    squeezed = browser.get(assets.url("css/a.css"), headers={"accept-encoding": "br"})
    assert squeezed.headers["content-encoding"] == "br"
    assert int(squeezed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert squeezed.content == plain.content
    font = browser.get(assets.url("fonts/f.woff2"), headers={"accept-encoding": "br"})
    assert "content-encoding" not in font.headers
    assert len(brotli.compress(plain.content)) < len(plain.content)


def test_what_a_browser_has_is_not_sent_again(tmp_path: Path) -> None:
    write(tmp_path)
    assets, browser = client(tmp_path)
    first = browser.get(assets.url("css/a.css"))
    again = browser.get(assets.url("css/a.css"), headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path", ["/static/x/../../etc/passwd", "/static/x/%2e%2e/secret", "/static/x/none.css", "/static/"]
)
def test_nothing_but_known_files(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "static").mkdir()
    _, browser = client(tmp_path / "static")
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_name_that_is_not_there_is_found_at_once(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Assets(tmp_path).url("css/missing.css")


def test_in_development_a_saved_file_counts_at_once(tmp_path: Path) -> None:
    write(tmp_path)
    assets, browser = client(tmp_path, dev=True)
    before = assets.url("fonts/f.woff2")
    (tmp_path / "fonts" / "f.woff2").write_bytes(b"other")
    os.utime(tmp_path / "fonts" / "f.woff2", (1, 1))
    assert assets.url("fonts/f.woff2") != before
    assert browser.get(assets.url("fonts/f.woff2")).content == b"other"


def test_every_file_a_page_names_is_there(tmp_path: Path) -> None:
    site = make_site(tmp_path, {})
    for path in ("/", "/search", "/nowhere"):
        for address in set(re.findall(r'"(/static/[^"#]+)', site.get(path).text)):
            assert site.get(address).status_code == 200, address
            assert "immutable" in site.get(address).headers["cache-control"]


def test_icons_that_templates_use_are_in_the_sprite() -> None:
    root = Path(__file__).resolve().parents[2]
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (root / "static" / "icons.svg").read_text()))
    used: set[str] = set()
    for template in (root / "app" / "web").rglob("*.html"):
        text = template.read_text()
        used |= set(re.findall(r'icon\("([a-z]+)"', text)) | set(re.findall(r"icons\.svg'\) \}\}#([a-z]+)", text))
    assert {"pass", "warn", "fail", "unknown", "waiting", "running"} <= drawn
    assert used <= drawn


def test_comments_stay_on_the_server_except_in_development(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('/* why */\na { b: "c" /* so */ }\n')
    (tmp_path / "a.js").write_text('// why\nopen("https://example.com/");\n  // so\nclose();\n')
    assets, browser = client(tmp_path)
    assert browser.get(assets.url("a.css")).text == '\na { b: "c" }\n'
    assert browser.get(assets.url("a.js")).text == 'open("https://example.com/");\nclose();\n'
    assets, browser = client(tmp_path, dev=True)
    assert "why" in browser.get(assets.url("a.css")).text + browser.get(assets.url("a.js")).text
