"""minigrad prints what PyTorch prints, program by program."""

import pytest

import minigrad
from tests.programs.run import FILES, read, run, same

PROGRAMS = [pytest.param(*program, id=f"{file.stem}: {program[0]}") for file in FILES for program in read(file)]


@pytest.mark.parametrize(("code", "wanted"), PROGRAMS)
def test_prints_what_pytorch_prints(code, wanted):
    came = run(code, minigrad)
    assert same(wanted, came), f"wanted:\n{wanted}\ncame:\n{came}"


def test_the_programs_are_all_there():
    assert len(FILES) > 14
    assert len(PROGRAMS) > 1500


def test_a_program_shows_its_last_value_its_warnings_and_its_exception():
    assert run("x = 1; x + 1", minigrad) == "2"
    assert run("import warnings; warnings.warn('careful')", minigrad).split("\n")[-1] == "~UserWarning: careful"
    assert run("print(1); 1 / 0", minigrad) == "1\n!ZeroDivisionError: division by zero"


def test_a_difference_is_seen():
    assert same("tensor([1.0000], dtype=torch.float64)", "tensor([1.00001], dtype=minigrad.float64)")
    assert not same("tensor([1.0000])", "tensor([1.1000])")
    assert not same("tensor([1.])", "tensor([1])")
