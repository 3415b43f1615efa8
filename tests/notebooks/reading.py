"""What a lesson asks of its reader, without running it; `python -m tests.notebooks.reading` prints it as a table."""

import importlib
import re
from dataclasses import dataclass

from tests.notebooks.lessons import LESSONS, sources

TERMS = {  # the lesson that explains each word; none may be met before it
    "slope": 0,
    "gradient": 1,
    "central difference": 1,
    "tensor": 2,
    "node": 2,
    "edge": 2,
    "leaf": 2,
    "graph": 2,
    "chain rule": 3,
    "backward function": 3,
    "upstream gradient": 3,
    "accumulation": 4,
    "contribution": 4,
    "weight tying": 4,
    "consumer": 5,
    "topological order": 5,
    "parameter": 6,
    "sample": 9,
    "one-hot": 10,
    "tie": 10,
    "softmax": 10,
    "version counter": 12,
    "anomaly mode": 12,
    "straight-through estimator": 15,
    "checkpoint": 18,
    "segment": 18,
    "profile": 18,
    "module": 19,
    "optimiser": 19,
    "logit": 20,
    "velocity": 20,
    "clipping": 20,
    "micro-batch": 20,
}
CODE = re.compile(r"```.*?```|`[^`]*`|!\[[^\]]*\]\([^)]*\)", flags=re.DOTALL)


@dataclass(frozen=True)
class Reading:
    lesson: str
    words: int
    cells: int
    predictions: int
    exercises: int
    declared: float  # minutes
    new: tuple  # words of TERMS

    @property
    def minutes(self):
        return self.words / 180 + self.cells / 4 + self.declared + 5


def prose(path):
    return "\n".join(CODE.sub(" ", source) for source in sources(path, "markdown"))


def met(path):
    """The words of TERMS that a lesson's prose uses, in the singular or the plural."""
    text = prose(path).lower()
    return tuple(term for term in TERMS if re.search(rf"\b({term}s?|{re.sub('f$', 'ves', term)})\b", text))


def exercises(path):
    return importlib.import_module(f"minigrad.course.exercises.lesson_{path.stem[:2]}").EXERCISES


def reading(path):
    code = sources(path, "code")
    return Reading(
        lesson=path.stem,
        words=len(prose(path).split()),
        cells=len(code),
        predictions=sum(source.count("predict(") for source in code),
        exercises=len(exercises(path)),
        declared=sum(exercise.minutes for exercise in exercises(path)),
        new=tuple(term for term in met(path) if TERMS[term] == int(path.stem[:2])),
    )


def main():
    print("lesson                 words  minutes  predictions  exercises  new words")
    for row in map(reading, LESSONS):
        numbers = f"{row.words:5} {row.minutes:8.0f} {row.predictions:12} {row.exercises:10}"
        print(f"{row.lesson:22} {numbers}  {', '.join(row.new)}")


if __name__ == "__main__":
    main()
