"""One set of packages said in three places, a README that is true, and what no committed file may hold."""

import inspect
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.semantics.programs import cases

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONDA_NAMES = {"matplotlib": "matplotlib-base", "graphviz": "python-graphviz"}  # pyproject's name: conda's
ONLY_CONDA = {"python", "pip"}

FORBIDDEN = {
    "a registry's or a CDN's host": r"pypi\.org|pythonhosted|npmjs|anaconda\.|debian\.org|jsdelivr|unpkg|esm\.sh|cdnjs",
    "a path of one machine": r"(?<![\w.}\)])/(root|home|work|Users|tmp)/",
    "a place outside the repository": r"\.\./shared|/shared/|\.library\b",
}


def committed():
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: which files are committed is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def requirements(lines):
    return {canonicalize_name(line.name): line.specifier for line in map(Requirement, lines)}


def locked():
    """The lock's pins, as (name, version, whether it has a hash); one package can have several, by platform."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)$", text, flags=re.MULTILINE)
    return [(canonicalize_name(name), Version(version), "--hash=sha256:" in rest) for name, version, rest in entries]


def test_conda_has_the_same_set():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    assert by_pip[-1] == "--editable ."
    listed = requirements([entry for entry in conda if isinstance(entry, str)] + by_pip[:-1])
    assert str(listed["python"]) == PROJECT["requires-python"]
    wanted = {CONDA_NAMES.get(name, name): spec for name, spec in requirements(PROJECT["dependencies"]).items()}
    assert {name: spec for name, spec in listed.items() if name not in ONLY_CONDA} == wanted


def test_the_lock_holds_every_requirement_with_hashes():
    pins = locked()
    assert all(hashed for _, _, hashed in pins)
    wanted = requirements(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    for name, specifier in wanted.items():
        versions = [version for pinned, version, _ in pins if pinned == name]
        assert versions, f"{name} is not in requirements.lock"
        assert all(version in specifier for version in versions), f"{name} is locked outside {specifier}"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in committed()
        if path.suffix not in {".png", ".npz"} and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := re.search(FORBIDDEN[what], line))
    ]
    assert not found, f"{what}: {found}"


def test_the_forbidden_is_recognised():
    bad = ["https://pypi.org/simple", 'open("/home/me/x")', "see ../shared/DESIGN.md"]
    assert [bool(re.search(pattern, line)) for pattern, line in zip(FORBIDDEN.values(), bad, strict=True)] == [True] * 3


def test_nobody_is_sent_to_the_other_minigrad():
    texts = [path for path in committed() if path.suffix in {".md", ".ipynb", ".toml", ".yml"}]
    assert not [
        path.name for path in texts if re.search(r"pip install minigrad\b(?!-)", path.read_text(encoding="utf-8"))
    ]


def test_the_wheel_holds_the_package_whole(tmp_path):
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", tmp_path, ROOT], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("minigrad/")}
    assert held >= {str(path.relative_to(ROOT)) for path in committed() if path.is_relative_to(ROOT / "minigrad")}


def blocks(language):
    """The README's fenced blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_readme_counts_the_recorded_programs():
    assert f" {len(cases())} recorded programs " in README


def test_the_readme_says_which_lessons_are_written():
    table = dict(re.findall(r"^\| \d\d \| `(\d\d_\w+)` \|.*\| (ready|not written yet) \|$", README, flags=re.MULTILINE))
    assert len(table) == 22
    written = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {name for name, state in table.items() if state == "ready"} == written


def test_the_readme_program_prints_what_it_says():
    (program,) = blocks("python")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert re.search(r"print\(.*\)  # (.*)", program)[1] == run.stdout.strip()


COMMANDS = [line.split("#")[0].strip() for block in blocks("(?:sh|powershell)") for line in block.splitlines()]


def test_the_readme_names_what_exists():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {command.split()[1] for command in COMMANDS if command.startswith("make ")} <= targets
    files = {
        word for command in COMMANDS for word in shlex.split(command) if re.fullmatch(r"[\w/]+\.(lock|yml|cfg)", word)
    }
    assert len(files) >= 3
    assert all((ROOT / name).is_file() for name in files)


@pytest.mark.parametrize("command", sorted({command for command in COMMANDS if command.startswith("minigrad ")}))
def test_the_readme_commands_are_known(command):
    module = [sys.executable, "-m", "minigrad.course.cli", *command.split()[1:]]
    assert subprocess.run([*module, "--help"], capture_output=True, check=False).returncode == 0


def public_functions():
    """The functions that the package, its pictures and its lessons offer, as they are written in the files."""
    import minigrad
    from minigrad import course, visual

    for module in (minigrad, visual, course):
        for name, thing in vars(module).items():
            code = getattr(inspect.unwrap(thing), "__code__", None) if callable(thing) else None
            if code and code.co_name == name and not name.startswith("_") and "minigrad" in code.co_filename:
                yield name, inspect.signature(thing)


def test_public_signatures_are_annotated():
    found = dict(public_functions())
    assert len(found) > 100
    bare = [
        name
        for name, signature in found.items()
        if signature.return_annotation is signature.empty
        or any(parameter.annotation is parameter.empty for parameter in signature.parameters.values())
    ]
    assert not bare


def test_the_readme_shows_pictures_that_are_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures and all((ROOT / picture).is_file() for picture in pictures)
