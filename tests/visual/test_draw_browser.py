"""draw's page in a Chromium, without JupyterLab and without a kernel: as in a notebook that was exported."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import minigrad as mg
from benchmarks.drawing import LARGE, NODES, WAIT, graphs
from minigrad import nn
from minigrad.visual import draw, unfolding
from tests.chromium import PATIENCE
from tests.visual.strings import STRINGS
from tests.visual.test_draw import Residual, drawn_in, layers, leaf

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A graph</title><style>
body { margin: 8px; background: var(--jp-layout-color1); }
body[data-theme=dark] { --jp-layout-color1: #111; --jp-content-font-color1: #fff; }
</style></head><body><main>@@PICTURE@@</main><script>
window.left = [];
document.addEventListener("keydown", (event) => window.left.push(event.key));
</script></body></html>"""
OVERLAPS = """(drawing) => {
  const inner = (g) => g.querySelector(".box, .around").getBoundingClientRect();
  const name = (g) => g.getAttribute("aria-label") ?? "a cluster";
  const of = (selector) => [...drawing.querySelectorAll(selector)].map((g) => [name(g), inner(g)]);
  const across = (a, b) => a.left > b.left - 1 && a.right < b.right + 1;
  const within = (a, b) => across(a, b) && a.top > b.top - 1 && a.bottom < b.bottom + 1;
  const apart = (a, b) => a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  const all = [...of(".node"), ...of(".cluster")], found = [];
  all.forEach(([name, a], i) => all.slice(i + 1).forEach(([other, b]) => {
    if (!apart(a, b) && !within(a, b) && !within(b, a)) found.push(`${name} over ${other}`);
  }));
  const boxes = of(".node");
  boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    if (!apart(a, b)) found.push(`${name} over ${other}`);
  }));
  return found;
}"""
LOOSE = """(drawing) => { // the lines that begin or end away from every box and border
  const edges = [...drawing.querySelectorAll(".box, .op, .around")].map((one) => one.getBoundingClientRect());
  const inside = (x, low, high) => x > low - 3 && x < high + 3;
  const touches = ({ x, y }) => edges.some((r) => inside(x, r.left, r.right) && inside(y, r.top, r.bottom));
  return [...drawing.querySelectorAll(".line")].filter((line) => {
    const matrix = line.getScreenCTM(), at = (n) => line.getPointAtLength(n).matrixTransform(matrix);
    return !touches(at(0)) || !touches(at(line.getTotalLength()));
  }).length;
}"""
CONTRAST = """(drawing) => {
  const whole = (color) => (color.startsWith("color(") ? 1 : 255);
  const channels = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((c) => c / whole(color));
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const part = (color, i) => [0.2126, 0.7152, 0.0722][i] * linear(channels(color)[i]);
  const light = (color) => part(color, 0) + part(color, 1) + part(color, 2);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const of = (selector, name) => [...drawing.querySelectorAll(selector)].map((one) => getComputedStyle(one)[name]);
  const grounds = new Set([getComputedStyle(drawing).backgroundColor, ...of(".box, .around, .op", "fill")]);
  const inks = new Set([...of("svg text", "fill"), ...of("p, dt, dd, summary, button", "color")]);
  return Math.min(...[...inks].flatMap((ink) => [...grounds].map((ground) => ratio(ink, ground))));
}"""


@pytest.fixture
def opened(context, tmp_path):
    """A function that opens a picture's page, as a saved notebook has it."""
    pages = []

    def open_it(picture, theme="light", width=1100, within=context):
        file = tmp_path / "page.html"
        file.write_text(
            PAGE.replace("@@PICTURE@@", picture.page).replace("<body", f'<body data-theme="{theme}"'), "utf-8"
        )
        page = within.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.set_default_timeout(PATIENCE)
        errors: list = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: errors.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        pages.append((page, errors))
        return page

    yield open_it
    for page, errors in pages:
        page.close()
        assert not errors


def product():
    x, y = leaf(2.0), leaf(3.0)
    a = x + y
    b = x * y
    c = a * b
    b.register_hook(lambda grad: None)
    return draw(c)


def squared(x):
    error = x * x
    return error.mean()


def program(net):
    def f(X):
        return squared(net(X) - 1) + squared(X)

    return f


def calls():
    mg.manual_seed(0)
    net = nn.Sequential(Residual(), nn.Linear(4, 2))
    return draw(program(net), X=mg.randn(3, 4, requires_grad=True))


def deep():
    mg.manual_seed(0)
    model, x = nn.Sequential(*layers(12, lambda: (Residual(),)), nn.Linear(4, 2)), mg.ones(2, 4, requires_grad=True)
    out = model(x).mean()
    return draw(out)


def box(page, name):
    return page.locator(f".drawing .node[aria-label^='{name}:']")


def title(page, label):
    return page.locator(".drawing .title").filter(has_text=label)


def told(page):
    return re.sub(r"\s+", " ", page.locator(".told").inner_text())


def press(page, keys):
    """Press keys; `Graph` stands for as many tabs as lead into the graph."""
    for key in keys.split():
        if key != "Graph":
            page.keyboard.press(key)
        while key == "Graph" and not page.evaluate("document.activeElement.matches('svg *')"):
            page.keyboard.press("Tab")


def shown(page):
    """How many boxes the picture has now; only those near its window are drawn."""
    return int(page.locator("svg[role=group]").get_attribute("aria-label").split()[1])


def widen(page):
    """Make the picture's window so large that all is drawn."""
    page.add_style_tag(content=".drawing .pane { width: 20000px; max-height: none !important; }")
    page.wait_for_timeout(100)


# ------------------------------------------------------------------------------------------------------------ choosing


def test_a_box_tells_its_rule_what_it_has_saved_and_its_hooks(opened):
    page = opened(product())
    assert told(page) == "Choose a box: it tells its rule and what it has saved."
    box(page, "b").click()
    assert told(page) == (
        "b: mul of x, y; value 6, grad — rule ∂b/∂x = y; ∂b/∂y = x saved other 3, self 2 "
        "hooks 1, called in the backward pass when its gradient is there"
    )
    assert page.locator(".edge.near").count() == 3
    assert page.locator(".told").get_attribute("aria-live") == "polite"
    assert page.locator(".node[aria-current]").count() == 1


def test_what_a_box_tells_stays_as_it_was_drawn(opened):
    x = leaf(2.0)
    y = (x * 3).exp()
    picture = draw(y)
    y.backward()
    page = opened(picture)
    box(page, "y").click()
    assert told(page) == "y: exp of (1); value 403.4, grad — rule ∂y/∂(1) = y saved result 403.4"


def test_by_keyboard_alone(opened):
    page = opened(product())
    press(page, "Graph ArrowRight")
    assert told(page).startswith("a: add of x, y")
    press(page, "ArrowRight")
    assert told(page).startswith("c: mul of a, b")
    press(page, "ArrowLeft ArrowLeft ArrowDown")
    assert told(page).startswith("y: leaf; value 3")
    press(page, "End")
    assert told(page).startswith("c:")
    press(page, "Home")
    assert told(page).startswith("x:")
    assert page.evaluate("window.left") == ["Tab"]  # which came from outside


def test_arrows_lead_across_the_borders_of_what_is_open(opened):
    page = opened(calls())
    press(page, "Graph Home")
    assert told(page).startswith("X: leaf")
    press(page, "ArrowRight")
    assert told(page).startswith("(2): addmm of net.0.inner.bias, X, (1);")
    assert "X gets grad @ (1)ᵀ; (1) gets Xᵀ @ grad" in told(page)
    press(page, "ArrowRight ArrowRight")
    assert told(page).startswith("(5): addmm of net.0.outer.bias, (3), (4);")
    title(page, "net").first.click()
    press(page, "ArrowRight")
    assert told(page).startswith("(9): sub of (8), a constant;")
    press(page, "ArrowLeft")
    assert told(page).startswith("(15): net of X;")


# ------------------------------------------------------------------------------------------------------------- folding


def test_calls_and_modules_are_clusters_that_fold_by_mouse(opened):
    page = opened(calls())
    widen(page)
    whole = shown(page)
    titles = page.locator(".title text:last-child").all_text_contents()
    assert titles == ["net", "net.0", "inner", "outer", "net.1", "squared", "squared"]
    title(page, "net.0").click()
    assert shown(page) < whole
    folded = page.locator(".node[aria-expanded=false]")
    assert folded.count() == 1
    assert "net.0 of X" in told(page) and "inside 6 operations and 4 leaves" in told(page)
    folded.locator(".opener").click()
    assert title(page, "net.0").count() == 1
    page.get_by_role("button", name="Fold all").click()
    assert page.locator(".title").count() == 0
    page.get_by_role("button", name="Unfold all").click()
    assert shown(page) == whole


def test_what_is_repeated_unfolds_step_by_step_by_keyboard(opened):
    page = opened(deep())
    assert shown(page) == 4
    press(page, "Graph ArrowRight")
    assert "4 operations, 12 times of x" in told(page)
    press(page, "Enter")
    assert "model.0 to model.11 ×12" in page.locator(".title").text_content()
    assert shown(page) == 3 + 12
    press(page, "ArrowDown +")
    assert shown(page) == 3 + 11 + 2
    press(page, "ArrowDown ArrowDown +")
    press(page, "-")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    press(page, "* *")
    assert shown(page) > 100
    assert page.evaluate("document.activeElement.closest('.drawing') !== null")
    press(page, "*")
    assert shown(page) == 4
    assert set(page.evaluate("window.left")) == {"Tab"}


@pytest.mark.parametrize("picture", [calls, deep])
def test_in_every_state_boxes_stand_apart_and_lines_meet_them(opened, picture):
    page = opened(picture())
    widen(page)
    drawing = page.locator(".drawing")
    if page.get_by_role("button", name="Fold all").count():
        page.get_by_role("button", name="Fold all").click()
    for _ in range(14):
        assert drawing.evaluate(OVERLAPS) == []
        assert drawing.evaluate(LOOSE) == 0
        openers = page.locator(".opener")
        if not openers.count():
            break
        openers.nth(openers.count() // 2).dispatch_event("click")
    page.get_by_role("button", name="Fold all").click()
    page.get_by_role("button", name="Unfold all").click()
    assert drawing.evaluate(OVERLAPS) == []
    assert drawing.evaluate(LOOSE) == 0


def test_the_inside_of_each_fold_travels_in_at_most_twenty_kilobytes():
    out = layers(500)(mg.ones(2, 4)).mean()
    for picture in (calls(), deep(), draw(out)):
        data = unfolding.told(picture._folds, False, picture._told)
        sizes = [len(json.dumps(level, ensure_ascii=False).encode()) for level in data["levels"].values()]
        assert len(sizes) > 4
        assert max(sizes) <= 20_000


# ----------------------------------------------------------------------------------------------------- moving, zooming


def test_the_picture_moves_and_zooms_by_mouse_and_keyboard(opened):
    page = opened(deep(), width=500)
    pane, width = page.locator(".pane"), "document.querySelector('svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(width) > before
    place = pane.bounding_box()
    page.mouse.move(place["x"] + 200, place["y"] + 8)
    page.mouse.down()
    page.mouse.move(place["x"] + 100, place["y"] + 8)
    page.mouse.up()
    assert pane.evaluate("pane => pane.scrollLeft") >= 90
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function(f"{width} > {1.5 * before}")
    page.get_by_role("button", name="Fit").click()
    assert page.evaluate(width) <= place["width"]
    page.locator(".node").first.focus()
    press(page, "i i i Shift+ArrowRight Shift+ArrowRight")
    assert pane.evaluate("pane => pane.scrollLeft") > 100
    press(page, "0 o")
    assert page.evaluate(width) < place["width"]


@pytest.mark.parametrize("nodes", [NODES, LARGE])
def test_large_graphs_do_everything_whose_time_is_measured(opened, nodes):
    for _, graph in graphs(nodes):
        times = opened(draw(graph)).locator(".drawing").evaluate(WAIT)
        assert {*times} >= {"select", "pan", "zoom", "next box", "fold", "fold or unfold all"}


# ------------------------------------------------------------------------------------- without scripts, for everybody


def test_without_scripts_the_picture_and_its_words_are_there(opened, scriptless):
    page = opened(product(), within=scriptless)
    expect(page.locator("svg[role=img]")).to_be_visible()
    page.locator("summary").click()
    expect(page.locator("pre")).to_contain_text("b: mul of x, y; value 6, grad —; 1 hook")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("picture", [calls, deep, product])
def test_axe_finds_nothing_and_text_has_contrast(opened, theme, picture):
    page = opened(picture(), theme)
    assert page.locator(".drawing").get_attribute("data-dark") == str(theme == "dark").lower()
    for keys in ("", "Graph ArrowRight", "*"):
        press(page, keys)
        assert not Axe().run(page, context=".drawing").response["violations"]
        assert page.locator(".drawing").evaluate(CONTRAST) >= 4.5


@pytest.mark.parametrize("text", STRINGS)
def test_names_never_become_markup(opened, text):
    scope = {"mg": mg, "draw": draw, text: leaf(2.0)}
    picture = drawn_in(scope, text)
    page = opened(picture)
    press(page, "Graph ArrowRight")
    tags = {"style", "div", "p", "dl", "dt", "dd", "details", "summary", "pre", "script", "button", "span"}
    found = "selector => [...document.querySelectorAll(selector)].map(one => one.tagName.toLowerCase())"
    assert set(page.evaluate(found, "main :not(svg, svg *)")) <= tags
    assert set(page.evaluate(found, "main svg *")) <= {"g", "title", "rect", "path", "text"}
    assert page.locator("script").count() == 3


def test_a_second_layer_is_told_by_more_than_its_colour(opened):
    def slope(x):
        y = x * x * x
        (slope,) = mg.autograd.grad(y, x, create_graph=True)
        return slope * slope

    picture = draw(slope, x=leaf(2.0))
    assert picture.text.count(", in a backward pass") == 6
    page = opened(picture)
    assert page.locator(".node.second").count() == 6
    dashes = page.locator(".second .box").first.evaluate("box => getComputedStyle(box).strokeDasharray")
    assert dashes != "none"
    title(page, "grad").click()
    assert page.locator(".node.second").count() == 1
