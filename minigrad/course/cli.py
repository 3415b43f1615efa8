"""The command `minigrad`: `lab` opens the lessons, `reset` puts one back, `export` makes a page of one, `progress` says
where you stand.
"""

import argparse
import os
import sys
from pathlib import Path

from . import folder
from .keeping import Progress, is_kept
from .tools import standing


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 if all is well, 2 if what was asked for cannot be done, after a sentence that says why."""
    options, rest = parser().parse_known_args(argv)
    if rest and options.run is not lab:
        return refuse(f"{' '.join(rest)} means nothing to `minigrad {options.command}`.")
    try:
        return options.run(options, rest)
    except folder.FolderError as error:
        return refuse(error)
    except OSError as error:
        return refuse(f"{folder.here()}: {error.strerror}. Nothing of yours has changed.")


def parser():
    """What the command understands."""
    whole = argparse.ArgumentParser(prog="minigrad", description="The course's lessons, in a folder of your own.")
    commands = whole.add_subparsers(dest="command", required=True)
    part = commands.add_parser("lab", help="copy the lessons you do not have yet into my_lessons/ and open JupyterLab")
    part.add_argument("--copy", action="store_true", help="only copy the lessons")
    part.add_argument("--check", action="store_true", help="try it out: serve, run lesson 00, say how long it took")
    part.epilog = "All other options go to JupyterLab: --no-browser, --port=9000 ..."
    part.set_defaults(run=lab)
    part = commands.add_parser("reset", help="put a lesson back as it was and keep yours under another name")
    part.add_argument("lesson", help="its number, such as 05")
    part.set_defaults(run=reset)
    part = commands.add_parser("export", help="write your lesson, as it was saved, as a page that needs no network")
    part.add_argument("lesson", help="its number, such as 05")
    part.set_defaults(run=export)
    part = commands.add_parser("progress", help="say which exercises you have passed")
    part.set_defaults(run=progress)
    return whole


def lab(options, rest):
    """Open the first unfinished lesson in JupyterLab."""
    if options.check:
        from .trial import trial

        return trial()
    mine = folder.here()
    if added := folder.update(mine):
        print(f"New in {mine}: {', '.join(added)}")
    return 0 if options.copy else serve(folder.unfinished(mine, read(mine)), rest)


def serve(path, options):
    """Open a notebook in JupyterLab, with our settings, until the reader stops it."""
    from jupyterlab.labapp import main

    settings = [str(folder.SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, settings))
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    main([str(path), f"--ServerApp.root_dir={Path.cwd()}", *as_root, *options])
    return 0


def reset(options, _):
    """Put a lesson back."""
    copy, kept = folder.reset(made(), numbered(options))
    print(f"{copy} is as it was." + (f" Yours is kept as {kept}." if kept else ""))
    return 0


def export(options, _):
    """Write a lesson as HTML."""
    from .export import export

    mine, number = made(), numbered(options)
    found = sorted(mine.glob(f"{number:02}_*.ipynb"))
    if not found:
        raise folder.FolderError(f"There is no lesson {number:02} in {mine}.")
    page, missing = export(found[0])
    print(f"{page} needs neither kernel nor network.")
    if missing:
        print(f"{missing} of its widgets were not saved with it: run the lesson and save it, then export it again.")
    return 0


def numbered(options):
    """The number that a lesson was asked for by."""
    if not options.lesson.isdecimal():
        told = f"`minigrad {options.command}` takes the number of a lesson, such as 05, not {options.lesson!r}."
        raise folder.FolderError(told)
    return int(options.lesson)


def progress(*_):
    """Say where the reader stands."""
    print(*standing(read(made())), sep="\n")
    return 0


def made():
    """The reader's folder, which must be there."""
    mine = folder.here()
    if not is_kept(mine):
        raise folder.FolderError(f"There is no {mine} here yet: `minigrad lab` makes it.")
    return mine


def read(mine):
    """The reader's progress; what is wrong with its file is said."""
    found = Progress(mine)
    for sentence in found.sentences():
        print(sentence)
    return found


def refuse(why):
    print(f"minigrad: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
