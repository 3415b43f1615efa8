"""The picture of lesson 01: what a nudge of size h says of a slope, and how far it is off."""

from matplotlib.figure import Figure

from .flipbook import Flipbook

EXPONENTS = range(17)  # h is 10 to the minus these
INK, UP, BOTH, RIGHT = "#1b1b1f", "#b3440c", "#0b5fa5", "#7d7d88"


def nudges(f, x, slope):
    """A flipbook over h: the lines that nudges up and to both sides lay through the curve of `f`, and their errors.

    It opens at h = 1; as on the axis of the errors, smaller ones lie to the left. `slope` is the right slope there.
    """
    rows = [(10.0**-k, *measured(f, x, 10.0**-k)) for k in EXPONENTS]
    errors = [(h, abs(up - slope), abs(both - slope)) for h, up, both in rows]
    pages = []
    for row, (h, e1, e2) in zip(rows, errors, strict=True):
        words = f"With h = {h:g} a nudge up says {row[1]:.6f}, off by {e1:.1e}; "
        words += f"a nudge to both sides says {row[2]:.6f}, off by {e2:.1e}."
        pages.append((f"h = {h:g}", figure(f, x, slope, row, errors), words))
    return Flipbook("size of the nudge", pages[::-1], table(errors), page=len(pages) - 1)


def measured(f, x, h):
    """The slope by a nudge up, and by a nudge to both sides."""
    return (f(x + h) - f(x)) / h, (f(x + h) - f(x - h)) / (2 * h)


def figure(f, x, slope, row, errors):
    h, up, both = row
    fig = Figure(figsize=(7.2, 3.0))
    # The same margins on every page: a layout found for each takes longer than all that is drawn.
    curve, error = fig.subplots(1, 2, gridspec_kw=dict(left=0.08, right=0.98, bottom=0.16, top=0.9, wspace=0.22))
    window = max(min(h, 1.0), 0.02) * 1.6
    places = [x + window * (i / 50 - 1) for i in range(101)]
    curve.plot(places, [f(p) for p in places], color=INK)
    ends = [x - window, x + window]
    curve.plot(ends, [f(x) + up * (p - x) for p in ends], color=UP, linestyle="--", label="a nudge up")
    middle = (f(x + h) + f(x - h)) / 2
    curve.plot(
        ends, [middle + both * (p - x) for p in ends], color=BOTH, linestyle=":", linewidth=2, label="both sides"
    )
    curve.plot([x], [f(x)], "o", color=INK)
    curve.set(xlabel="x", title=f"the curve near {x:g}")
    curve.legend(fontsize=8)
    floor = 1e-17
    error.loglog(
        [h for h, _, _ in errors], [max(e, floor) for _, e, _ in errors], "--o", color=UP, ms=3, label="a nudge up"
    )
    error.loglog(
        [h for h, _, _ in errors], [max(e, floor) for _, _, e in errors], ":s", color=BOTH, ms=3, label="both sides"
    )
    error.axvline(h, color=RIGHT)
    error.set(xlabel="h", title=f"error of the slope, which is {slope:g}", ylim=(1e-13, 1e2))
    error.legend(fontsize=8)
    return fig


def table(errors):
    lines = ["h        error of a nudge up   of a nudge to both sides"]
    lines += [f"{h:<8.0e} {up:<21.1e} {both:.1e}" for h, up, both in errors]
    return "\n".join(lines)
