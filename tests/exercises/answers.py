"""What a catalogue of answers is made of."""

from typing import NamedTuple


class Wrong(NamedTuple):
    """A wrong answer that people give, the diagnosis that it must get (None: no name for it), and what is thought."""

    source: str
    diagnosis: str | None
    note: str
