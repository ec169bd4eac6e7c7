# pathlib: building, taking apart, walking, globbing, renaming.
from pathlib import Path, PurePosixPath, PureWindowsPath

base = Path("project")
for name in ("src/main.py", "src/util/text.py", "tests/test_main.py", "README.md", ".hidden"):
    path = base / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {name}\n" * 3)
print(*sorted(p.as_posix() for p in base.rglob("*.py")), sep="\n")
print(sorted(p.name for p in base.iterdir()), sorted(p.name for p in base.glob("**/") if p != base))
path = base / "src" / "util" / "text.py"
print(path.stem, path.suffix, path.parent.name, path.parts, path.relative_to(base), path.with_suffix(".bak").name)
print(path.exists(), path.is_dir(), path.stat().st_size, len(path.read_bytes().splitlines()))
path.rename(base / "moved.py")
print(path.exists(), (base / "moved.py").samefile(base / "src/../moved.py"), path.match("util/*.py"))
link = base / "link"
link.symlink_to("moved.py")
print(link.is_symlink(), link.readlink(), link.resolve() == (base / "moved.py").resolve())
print(link.read_text() == "# src/util/text.py\n" * 3)
link.unlink()
link.unlink(missing_ok=True)
try:
    (base / "src").rmdir()
except OSError as error:
    print(type(error).__name__, error.strerror)
print(PureWindowsPath("C:\\a\\b.txt").drive, PurePosixPath("/a/../b").as_posix())
print(Path("a//b/./c"), Path("x") < Path("y"))
(base / "touched").touch(mode=0o600)
print(oct((base / "touched").stat().st_mode), Path("~").expanduser().is_absolute())
