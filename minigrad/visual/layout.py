"""From DOT to a picture, by an engine that comes with the package: nobody has to install Graphviz by hand."""

import functools
import os
import shutil
import subprocess
import sysconfig

SECONDS = 5  # what a layout may take before it is given up


class LayoutError(RuntimeError):
    """A graph that could not be laid out."""


def layout(dot: str, format: str) -> bytes:
    """The graph laid out, as "svg", "png", "json0" or another format of the engine.

    The embedded engine does it, or the `dot` on the path where that is missing, fails, or MINIGRAD_DOT=dot asks for it.
    Raises LayoutError, with one sentence, if neither does it within a few seconds.
    """
    engines = [engine for engine in (embedded(), shutil.which("dot")) if engine]
    if os.environ.get("MINIGRAD_DOT") == "dot":
        engines.reverse()
    if not engines:
        raise LayoutError("No layout engine was found: install the package graphviz-pure, or Graphviz with its `dot`.")
    for engine in engines:
        try:
            done = subprocess.run(
                [engine, f"-T{format}"], input=dot.encode(), capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise LayoutError(
                f"The graph could not be laid out in {SECONDS} seconds: draw a part of it, or fold it."
            ) from None
        except OSError as error:
            complaint = str(error)
            continue
        if done.returncode == 0 and done.stdout:
            return done.stdout
        complaint = done.stderr.decode(errors="replace").strip().partition("\n")[0] or f"exit status {done.returncode}"
    raise LayoutError(f"The graph could not be laid out: {complaint}")


@functools.cache
def embedded():
    """The path of the embedded engine, or None."""
    return shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")) or shutil.which("graphviz-pure")
