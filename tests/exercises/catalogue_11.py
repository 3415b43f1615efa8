"""Answers to the exercises of lesson 11, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"11.1": "NUDGES", "11.2": "CASES"}

SUPPORT = {"11": "import numpy as np\nimport minigrad as mg\nfrom minigrad.course.exercises.lesson_11 import Value"}

WRONG = {
    "11.1": [
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value + eps
                above = output()
                array[place] = value
                return (above - output()) / eps
            """,
            "forward",
            "one step up",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value - eps
                below = output()
                array[place] = value
                return (output() - below) / eps
            """,
            "backward",
            "one step down",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                array[place] += eps
                above = output()
                array[place] -= eps
                below = output()
                return (above - below) / (2 * eps)
            """,
            "half the way",
            "comes back to where it was, and takes that for the lower end",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value + eps
                above = output()
                array[place] = value - eps
                below = output()
                array[place] = value
                return (above - below) / eps
            """,
            "not halved",
            "one eps for two",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value - eps
                first = output()
                array[place] = value + eps
                second = output()
                array[place] = value
                return (first - second) / (2 * eps)
            """,
            "sign",
            "the lower end first",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value + eps
                above = output()
                array[place] = value - eps
                below = output()
                array[place] = value
                return above - below
            """,
            "no quotient",
            "a difference",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value + eps
                above = output()
                array[place] = value - eps
                below = output()
                array[place] = value
                return (above - below) / 2 * eps
            """,
            "half a product",
            "no brackets below the line",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array.copy()
                array[:] = value + eps
                above = output()
                array[:] = value - eps
                below = output()
                array[:] = value
                return (above - below) / (2 * eps)
            """,
            "all at once",
            "moves everything",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                row = place[0]
                value = array[row].copy()
                array[row] = value + eps
                above = output()
                array[row] = value - eps
                below = output()
                array[row] = value
                return (above - below) / (2 * eps)
            """,
            "a row",
            "takes the first index alone",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array.flat[0]
                array.flat[0] = value + eps
                above = output()
                array.flat[0] = value - eps
                below = output()
                array.flat[0] = value
                return (above - below) / (2 * eps)
            """,
            "the first",
            "has one number in mind",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = value * (1 + eps)
                above = output()
                array[place] = value * (1 - eps)
                below = output()
                array[place] = value
                return (above - below) / (2 * eps)
            """,
            "in parts",
            "a relative step",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value = array[place]
                array[place] = eps
                above = output()
                array[place] = -eps
                below = output()
                array[place] = value
                return (above - below) / (2 * eps)
            """,
            "in its place",
            "writes the step alone",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                moved = array.copy()
                moved[place] += eps
                above = output()
                moved[place] -= 2 * eps
                below = output()
                return (above - below) / (2 * eps)
            """,
            "nothing moves",
            "moves a copy",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value, ends = array[place], []
                for step in (eps, -eps):
                    array[place] = value + step
                    ends.append(output())
                return (ends[0] - ends[1]) / (2 * eps)
            """,
            "not back",
            "forgets to put the number back",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                array[place] += eps
                above = output()
                array[place] -= 2 * eps
                below = output()
                array[place] += eps
                return (above - below) / (2 * eps)
            """,
            "nearly back",
            "back by arithmetic",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value, ends = array[place], [output()]
                for step in (eps, -eps):
                    array[place] = value + step
                    ends.append(output())
                array[place] = value
                return (ends[1] - ends[2]) / (2 * eps)
            """,
            "too often",
            "calls it in the middle too",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value, ends = array[place], []
                for step in (eps, -eps):
                    array[place] = value + step
                    ends.append(output())
                array[place] = value
                slopes = (ends[0] - ends[1]) / (2 * eps)
            """,
            "no return",
            "forgets to return",
        ),
        Wrong(
            """
            def slopes_at(output, array, place, eps):
                value, ends = array[place], []
                for step in (eps, -eps):
                    array[place] = value + step
                    ends.append(output().sum())
                array[place] = value
                return (ends[0] - ends[1]) / (2 * eps)
            """,
            None,
            "one slope of the sum",
        ),
    ],
    "11.2": [
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if (analytical - numerical > atol + rtol * abs(numerical)).any():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "signed",
            "no size",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if (abs(abs(analytical) - abs(numerical)) > atol + rtol * abs(numerical)).any():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "sizes",
            "the difference of sizes",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= atol + rtol * abs(numerical)).any():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "one is enough",
            "any for all",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if abs(analytical.sum() - numerical.sum()) > atol + rtol * abs(numerical.sum()):
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "sums",
            "compares sums",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= rtol * abs(numerical)).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "rtol alone",
            "in parts only",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= atol).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "atol alone",
            "one bound for all",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not np.array_equal(analytical, numerical):
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "exactly",
            "equality",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not np.allclose(numerical, analytical, rtol=rtol, atol=atol):
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "of the analytical",
            "allclose with the arguments turned round",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= atol + rtol * numerical).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "tolerance without size",
            "rtol times a negative slope",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if (abs(analytical - numerical) > atol + rtol * abs(numerical)).any():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "nan",
            "any that is above",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= atol + rtol * abs(numerical).max()).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "of the largest",
            "one bound, from the largest",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if np.allclose(analytical, numerical, rtol=rtol, atol=atol):
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "the other way round",
            "forgets the not",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                return True
            """,
            "never",
            "does nothing with it",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        if not near.all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                        return True
                return True
            """,
            "the first pair",
            "returns True inside the loops",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        if not near.all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, i, o))
                            return False
                return True
            """,
            "wrong place",
            "i and o in the other order",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        if not near.all():
                            raise GradcheckError(mismatch(numerical, analytical, o, i))
                return True
            """,
            "always raises",
            "no way to be quiet",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        if not near.all():
                            return False
                return True
            """,
            "never raises",
            "returns only",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        if not near.all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
            """,
            "no return",
            "no True in the end",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
                        assert near.all(), mismatch(numerical, analytical, o, i)
                return True
            """,
            None,
            "another error",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) < atol + rtol * abs(numerical)).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "less than",
            "less for at most",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= rtol + atol * abs(numerical)).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "interchanged",
            "the two tolerances in the other order",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical - numerical) <= 1e-5 + 1e-3 * abs(numerical)).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "own tolerances",
            "writes the numbers of the head",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not (abs(analytical.T - numerical) <= atol + rtol * abs(numerical)).all():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "transposed",
            "turns one of the tables",
        ),
        Wrong(
            """
            def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
                inputs = as_tuple(inputs)
                check_inputs(inputs)
                for o, out in enumerate(as_tuple(func(*inputs))):
                    for i, x in enumerate([x for x in inputs if x.requires_grad]):
                        numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                        analytical = analytical_jacobian(out, x)
                        if not abs(analytical - numerical).mean() <= atol + rtol * abs(numerical).mean():
                            if raise_exception:
                                raise GradcheckError(mismatch(numerical, analytical, o, i))
                            return False
                return True
            """,
            "mean",
            "one difference for all, the mean",
        ),
    ],
    "11.3": [
        Wrong(
            """
            test_x = [0.5, -1.5, 3.0]
            test_v = [2.0, -1.0]
            """,
            "not alike",
            "three and two",
        ),
        Wrong(
            """
            test_x = [0.5, -1.5, 1000.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "not finite",
            "far too large for exp",
        ),
        Wrong(
            """
            test_x = [0.0, -1.5, 3.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "corner",
            "a zero among others",
        ),
        Wrong(
            """
            test_x = [0.5, -1.5, 3.0]
            test_v = [0.0, 0.0, 0.0]
            """,
            "zeros",
            "nothing arrives",
        ),
        Wrong(
            """
            test_x = [0.5, -1.5, 3.0]
            test_v = [4.0, 4.0, 4.0]
            """,
            "uniform",
            "the same for all, though not 1",
        ),
        Wrong(
            """
            test_x = [3.0, 3.0, 3.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "all alike",
            "one number three times",
        ),
        Wrong(
            """
            test_x = [3.0, -1.0, 3.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "mirrored x",
            "a mirrored input",
        ),
        Wrong(
            """
            test_x = [0.5, -1.5, 3.0]
            test_v = [2.0, -1.0, 2.0]
            """,
            "mirrored v",
            "mirrored weights",
        ),
        Wrong(
            """
            test_x = [-20.0, 30.0, -40.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "far out",
            "large numbers of both signs",
        ),
        Wrong(
            """
            test_x = [0.5, 1.5, 3.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "one sign",
            "positive numbers",
        ),
        Wrong(
            """
            test_x = [0.5, -1.5, 1.0]
            test_v = [2.0, -1.0, 0.5]
            """,
            "near by",
            "small numbers",
        ),
    ],
    "11.4": [
        Wrong(
            """
            passes = (True, True, True, False, True, False)
            """,
            "relu",
            "a right rule passes",
        ),
        Wrong(
            """
            passes = (False, False, True, False, True, False)
            """,
            "square",
            "a corner is a corner",
        ),
        Wrong(
            """
            passes = (False, True, False, False, True, False)
            """,
            "abs",
            "as for relu",
        ),
        Wrong(
            """
            passes = (False, True, True, True, True, False)
            """,
            "beside",
            "not at 0, so no corner",
        ),
        Wrong(
            """
            passes = (False, True, True, False, False, False)
            """,
            "steps",
            "a slope of 0 is wrong",
        ),
        Wrong(
            """
            passes = (False, True, True, False, True, True)
            """,
            "sum",
            "the corners cancel",
        ),
        Wrong(
            """
            passes = (False, True, True)
            """,
            "not six",
            "three answers",
        ),
    ],
    "11.5": [
        Wrong(
            """
            eps = 0
            rtol = 0.005
            """,
            "not above 0",
            "no step",
        ),
        Wrong(
            """
            eps = 1e-9
            rtol = 0.005
            """,
            "nothing moves",
            "as small as can be",
        ),
        Wrong(
            """
            eps = 1e-6
            rtol = 0.005
            """,
            "noise",
            "gradcheck's own step",
        ),
        Wrong(
            """
            eps = 0.5
            rtol = 0.005
            """,
            "wide",
            "a wide step",
        ),
        Wrong(
            """
            eps = 1e-2
            rtol = 1e-6
            """,
            "strict",
            "as strict as can be",
        ),
        Wrong(
            """
            eps = 1e-2
            rtol = 0.1
            """,
            "forgiving",
            "a tenth is near enough",
        ),
        Wrong(
            """
            eps = 0.07
            rtol = 0.009
            """,
            "hidden in the noise",
            "a wide step and nearly the whole hundredth",
        ),
    ],
    "11.6": [
        Wrong(
            """
            def program(x):
                return x * Value(2.0)
            """,
            "chain",
            "another Value beside x",
        ),
        Wrong(
            """
            def program(x):
                return x * x * x + x
            """,
            "leaf",
            "x many times",
        ),
        Wrong(
            """
            def program(x):
                y = x * x + x * Value(-6.0)
                return y + y
            """,
            "cancels",
            "a parabola at its bottom",
        ),
        Wrong(
            """
            def program(x):
                return 2 * x + x
            """,
            "numbers",
            "a number in front",
        ),
        Wrong(
            """
            def program(x):
                return x
            """,
            "nothing done",
            "x itself",
        ),
        Wrong(
            """
            def program(x):
                y = x * x
                y + y
            """,
            "no return",
            "forgets to return",
        ),
    ],
}

RIGHT = {
    "11.1": [
        """
        def slopes_at(output, array, place, eps):
            value = array[place]
            array[place] = value + eps
            above = output()
            array[place] = value - eps
            below = output()
            array[place] = value
            return (above - below) / (2 * eps)
        """,
        """
        def slopes_at(output, array, place, eps):
            before = array.copy()

            def end(step):
                array[place] = before[place] + step
                return output()

            try:
                return 0.5 * (end(eps) - end(-eps)) / eps
            finally:
                array[...] = before
        """,
    ],
    "11.2": [
        """
        def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
            inputs = as_tuple(inputs)
            check_inputs(inputs)
            for o, out in enumerate(as_tuple(func(*inputs))):
                for i, x in enumerate([x for x in inputs if x.requires_grad]):
                    numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                    analytical = analytical_jacobian(out, x)
                    if not np.allclose(analytical, numerical, rtol=rtol, atol=atol):
                        if raise_exception:
                            raise GradcheckError(mismatch(numerical, analytical, o, i))
                        return False
            return True
        """,
        """
        def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
            inputs = as_tuple(inputs)
            check_inputs(inputs)
            for o, out in enumerate(as_tuple(func(*inputs))):
                for i, x in enumerate([x for x in inputs if x.requires_grad]):
                    numerical = numerical_jacobian(func, inputs, x, o, out, eps)
                    analytical = analytical_jacobian(out, x)
                    for a, n in zip(analytical.flat, numerical.flat):
                        if not -atol - rtol * abs(n) <= a - n <= atol + rtol * abs(n):
                            if not raise_exception:
                                return False
                            raise GradcheckError(mismatch(numerical, analytical, o, i))
            return True
        """,
    ],
    "11.3": [
        """
        test_x = mg.tensor([-1.0, 0.3, 2.5, -4.0])
        test_v = mg.tensor([1.0, -2.0, 3.0, 0.7])
        """,
        """
        test_x, test_v = (-2.5, 1), (3, 1)
        """,
    ],
    "11.4": [
        """
        passes = ["False", "True", "True", "False", "True", "False"]
        """,
        """
        def says(f, number):
            x = mg.tensor(number, dtype=mg.float64, requires_grad=True)
            return mg.autograd.gradcheck(f, x, raise_exception=False)

        passes = (says(mg.relu, 0.0), says(lambda x: mg.relu(x) ** 2, 0.0), says(mg.abs, 0.0), says(mg.relu, 1e-7),
                  says(mg.round, 0.4), says(lambda x: mg.relu(x) - mg.relu(-x), 0.0))
        """,
    ],
    "11.5": [
        """
        eps, rtol = 1e-3, 5e-3
        """,
        """
        eps = 2.0**-6
        rtol = eps / 3
        """,
    ],
    "11.6": [
        """
        def program(x):
            y = x + x
            z = y + y
            return z
        """,
        """
        def program(x):
            for _ in range(3):
                x = x * x
            return x
        """,
    ],
}
