from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.core.parse import gather

USE = "```yaml step\nid: a\nuse: {}\n```\n"


class Folder:
    """Files in memory, with the two ways in which `gather` looks at them."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.read_paths: list[str] = []

    def read(self, path: str) -> str | None:
        self.read_paths.append(path)
        return self.files.get(path)

    def siblings(self, folder: str) -> Iterable[str]:
        for path in self.files:
            parent, _, name = path.rpartition("/")
            if (parent or ".") == folder:
                yield name


def gathered(main: str, files: Mapping[str, str]) -> set[str]:
    folder = Folder(files)
    bundle = gather(main, folder.read, folder.siblings)
    assert bundle.main == main
    assert all(bundle.files[path] == files[path] for path in bundle.files)
    return set(bundle.files)


def test_an_article_by_itself_is_one_file() -> None:
    assert gathered("x.md", {"x.md": "text", "y.md": "other", "x-1.md": "other", "x.old-plan.txt": ""}) == {"x.md"}


def test_a_missing_article_is_an_empty_bundle() -> None:
    assert gathered("x.md", {}) == set()


def test_translations_and_scenarios_stand_beside_the_article() -> None:
    files = {
        "m/x.md": "",
        "m/x.de.md": "",
        "m/x.pt-BR.md": "",
        "m/x.scenarios.yaml": "",
        "m/xx.de.md": "",
        "x.fr.md": "",
    }
    assert gathered("m/x.md", files) == {"m/x.md", "m/x.de.md", "m/x.pt-BR.md", "m/x.scenarios.yaml"}


def test_fragments_and_data_are_followed_through_the_folders_above() -> None:
    files = {
        "m/n/x.md": USE.format("near") + "tables: {t: {from: rows}}",
        "m/_fragments/near.md": USE.format('"far"'),
        "_fragments/near.md": "never read",
        "_fragments/far.md": USE.format("near"),
        "_data/rows.yaml": "a: 1",
    }
    assert gathered("m/n/x.md", files) == set(files)


def test_fragments_come_in_the_languages_of_the_article() -> None:
    files = {
        "x.md": USE.format("near"),
        "x.de.md": "",
        "_fragments/near.md": "",
        "_fragments/near.de.md": "",
        "_fragments/near.fr.md": "",
    }
    assert gathered("x.md", files) == set(files) - {"_fragments/near.fr.md"}


def test_circles_end_and_no_path_leaves_the_folder() -> None:
    files = {"x.md": USE.format("a") + "use: ../../secret\nfrom: ../secret\n", "_fragments/a.md": USE.format("a")}
    folder = Folder(files)
    assert set(gather("x.md", folder.read, folder.siblings).files) == set(files)
    assert not any(".." in path for path in folder.read_paths)
