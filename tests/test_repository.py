"""What git may keep, and what must agree with what at the root of the project."""

import json
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LARGEST = 500_000  # bytes
MUST_NOT_BE_KEPT = (
    "data/raw/*",
    "data/places/*",
    "data/panel/*",
    "data/decisions/*",
    "reports/*",
    "wheels/*",
    "bundle-*",
    ".venv*",
    "*.egg-info/*",
    "*__pycache__*",
    "*.ipynb_checkpoints*",
    "*.DS_Store",
)
MUST_BE_IGNORED = (
    "data/raw/phu-tho/2025/bieu_01.xlsx",
    "data/places/vn/2025-07-01/communes.parquet",
    "data/panel/phu-tho/observations.parquet",
    "data/decisions/phu-tho/aliases.csv",
    "data/briefing/phu-tho/2025_ton_tai.txt",
    "data/targets/phu-tho.csv",
    "reports/phu-tho/2025/briefing.docx",
    "notebooks/scratch/mine.ipynb",
    "Biểu 01 năm 2025.xlsx",
    ".venv/pyvenv.cfg",
    ".venv.log",
    "wheels/pandas.whl",
)
# Written in parts, so that this file does not hold what it looks for.
FOREIGN = re.compile(
    "|".join(
        [
            r"pypi" + r"\.org",
            r"python" + r"hosted",
            r"npm" + r"js\.(org|com)",
            r"deb\." + r"debian",
            r"anaconda" + r"\.org",
            r"(?<![\w.])/wo" + r"rk/",
            r"(?<![\w.])/fa" + r"rm/",
            r"(?<![\w.])/ro" + r"ot/",
            r"/home/(?!user\b)\w+/",
            r"[A-Z]:\\Users\\(?!Nguyễn|\w*\{)\w",
        ]
    )
)
# Packages whose name at conda-forge differs from the one in pyproject.toml.
AT_CONDA = {"matplotlib": "matplotlib-base", "lazy-loader": "lazy_loader"}


@pytest.fixture(scope="module")
def kept(root: Path) -> list[str]:
    """Every file that git keeps or would keep if all were added now."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = (
            subprocess.run(listing, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
        )
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive or a bundle
        hidden = {".venv", ".git", "wheels", "__pycache__", "antq_analysis.egg-info"}
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        listed = [path.as_posix() for path in found if not hidden & set(path.parts)]
        return [name for name in listed if not name.startswith((".", "data/", "reports/"))]
    return [name for name in listed if name and (root / name).is_file()]


@pytest.fixture(scope="module")
def declared(root: Path) -> dict[str, list[Requirement]]:
    """The requirements of pyproject.toml; the key "" holds those of the run time."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    every = {"": project["dependencies"], **project["optional-dependencies"]}
    return {extra: [Requirement(one) for one in listed] for extra, listed in every.items()}


def is_binary(path: Path) -> bool:
    return b"\0" in path.read_bytes()[:8000]


def test_no_file_is_large(kept: list[str], root: Path) -> None:
    large = {name: size for name in kept if (size := (root / name).stat().st_size) > LARGEST}
    assert not large


def test_no_received_or_built_data_is_kept(kept: list[str]) -> None:
    assert [name for name in kept if any(fnmatch(name, pattern) for pattern in MUST_NOT_BE_KEPT)] == []
    assert [name for name in kept if name.startswith("notebooks/scratch/")] in (
        [],
        ["notebooks/scratch/README.md"],
    )


def test_git_refuses_data_that_must_not_be_kept(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text((root / ".gitignore").read_text("utf-8"), "utf-8")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    asked = "\0".join(MUST_BE_IGNORED).encode()
    ask = ["git", "check-ignore", "-z", "--stdin"]
    ignored = subprocess.run(ask, cwd=tmp_path, input=asked, capture_output=True, check=True).stdout.decode()
    assert set(MUST_BE_IGNORED) - set(ignored.split("\0")) == set()


def test_git_keeps_what_belongs_to_the_project(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text((root / ".gitignore").read_text("utf-8"), "utf-8")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    wanted = [
        "data/project.toml",
        "data/reference/indicators.toml",
        "data/layouts/demo_2020.toml",
        "data/README.md",
    ]
    wanted += [
        "notebooks/01_x.ipynb",
        "notebooks/scratch/README.md",
        "docs/map.png",
        "antq_analysis/panel/build.py",
    ]
    wanted += [
        "antq_analysis/places/matching/names.py",
        "tests/panel/test_build.py",
        "tests/cases/workbooks/faulty.xlsx",
    ]
    ask = ["git", "check-ignore", "-z", "--stdin"]
    asked = "\0".join(wanted).encode()
    ignored = subprocess.run(ask, cwd=tmp_path, input=asked, capture_output=True, check=False).stdout.decode()
    assert ignored == ""


def test_notebooks_hold_no_output(kept: list[str], root: Path) -> None:
    faulty = []
    for name in kept:
        if name.endswith(".ipynb"):
            cells = json.loads((root / name).read_text("utf-8"))["cells"]
            faulty += [name for cell in cells if cell.get("outputs") or cell.get("execution_count")]
    assert faulty == []


def test_no_address_of_a_package_host_or_path_of_a_machine(kept: list[str], root: Path) -> None:
    found = []
    for name in kept:
        if not is_binary(root / name):
            lines = (root / name).read_text("utf-8").splitlines()
            found += [f"{name}:{number}" for number, line in enumerate(lines, 1) if FOREIGN.search(line)]
    assert found == []


def test_text_is_utf8_with_line_feeds(kept: list[str], root: Path) -> None:
    written = [
        root / name for name in kept if not name.endswith((".bat", ".csv")) and not is_binary(root / name)
    ]
    assert [path.name for path in written if b"\r\n" in path.read_bytes()] == []


def test_lock_names_no_index_and_every_pin_is_hashed(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    assert re.search(r"https?:|file:|^-|--index|--find-links|--extra", lock, re.MULTILINE) is None
    pins = re.split(r"\n(?=[a-z0-9])", lock)
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_lock_holds_what_pyproject_asks_for(root: Path, declared: dict[str, list[Requirement]]) -> None:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)", (root / "requirements.lock").read_text("utf-8"), re.MULTILINE
    ):
        found.setdefault(canonicalize_name(name), []).append(version)
    asked = [requirement for listed in declared.values() for requirement in listed]
    unmet = [
        str(one)
        for one in asked
        if not found.get(canonicalize_name(one.name))
        or not all(one.specifier.contains(version) for version in found[canonicalize_name(one.name)])
    ]
    assert unmet == [], "renew the lock as CONTRIBUTING.md says"


def test_conda_environment_equals_pyproject(root: Path, declared: dict[str, list[Requirement]]) -> None:
    listed = yaml.safe_load((root / "environment.yml").read_text("utf-8"))["dependencies"]
    own = [one for one in listed if isinstance(one, str)]
    with_pip = next(one["pip"] for one in listed if isinstance(one, dict))
    python = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    wanted = {f"python{python}", "pip"}
    for extra in ("", "real", "dev"):
        wanted |= {AT_CONDA.get(one.name, one.name) + str(one.specifier) for one in declared[extra]}
    assert {*own, *with_pip} - {"--editable ."} == wanted
    assert len(own) + len(with_pip) == len({*own, *with_pip})


def test_dev_holds_what_real_data_needs(declared: dict[str, list[Requirement]]) -> None:
    assert {str(one) for one in declared["real"]} <= {str(one) for one in declared["dev"]}


def test_floors_are_all_in_the_contract(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (contract,) = settings["contracts"]
    named = {layer.strip("()") for layer in contract["layers"]}
    package = root / "antq_analysis"
    there = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/*.py")
    }
    assert there - {"__init__"} <= named
    assert contract["exhaustive"] is True
    assert not contract.get("ignore_imports")


def test_every_folder_of_the_package_is_a_package(root: Path) -> None:
    folders = {path.parent for path in (root / "antq_analysis").rglob("*.py")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").exists()] == []


def test_catalogue_texts_travel_with_the_package(root: Path) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    patterns = settings["package-data"]["antq_analysis"]
    package = root / "antq_analysis"
    data = [path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()]
    others = [name for name in data if not name.endswith((".py", ".pyc"))]
    assert [name for name in others if not any(fnmatch(name, pattern) for pattern in patterns)] == []
