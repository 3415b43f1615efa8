"""The stepper's page in a Chromium, without JupyterLab and without a kernel: as in a notebook that was exported."""

import json
import linecache
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import minigrad as mg
from minigrad.visual import compare, step
from minigrad.visual.stepper import Stepper
from tests.chromium import PATIENCE
from tests.visual.strings import STRINGS

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A stepper</title><style>
body { margin: 0; background: var(--jp-layout-color1); }
body[data-theme=dark] { --jp-layout-color1: #212121; --jp-content-font-color1: #fff; }
@@STYLE@@</style></head>
<body><main></main><script type="module">
@@SCRIPT@@
class Model { // stands in for the widget manager's; where there is no kernel, sending fails
  constructor(state, answer) { Object.assign(this, { state, answer, calls: {} }); }
  get(name) { return this.state[name]; }
  on(event, call) { (this.calls[event] ??= []).push(call); }
  off(event, call) { this.calls[event] = this.calls[event].filter((one) => one !== call); }
  emit(event, ...more) { for (const call of this.calls[event] ?? []) call(...more); }
  send(message) {
    window.sent.push(message);
    if (!this.answer) throw new Error("no kernel");
    this.answer(this, message);
  }
}
window.sent = [];
window.left = [];
document.addEventListener("keydown", (event) => window.left.push(event.key));
window.show = (state, answer) => {
  window.model = new Model(state, answer);
  const el = document.querySelector("main").appendChild(document.createElement("div"));
  return widget.render({ model: window.model, el });
};
</script></body></html>"""


@pytest.fixture
def page(context, tmp_path):
    script = Stepper._esm.replace("export default", "const widget =")
    file = Path(tmp_path / "page.html")
    file.write_text(PAGE.replace("@@STYLE@@", Stepper._css).replace("@@SCRIPT@@", script), "utf-8")
    page = context.new_page()
    page.set_viewport_size({"width": 1100, "height": 900})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(PATIENCE)
    page.goto(file.as_uri())
    yield page
    page.close()
    assert not errors


def shown(page, stepper, answer="undefined"):
    """The stepper on the page, as a saved notebook has it."""
    state = json.dumps({"trace": stepper.trace, "sliders": stepper.sliders, "predict": stepper.predict})
    page.evaluate(f"() => {{ window.close_it = window.show(JSON.parse({json.dumps(state)}), {answer}); }}")
    found = page.locator(".stepper").last
    found.evaluate("root => root.focus()")
    return found


def f(x, y):
    a = x + y
    b = x * y
    return a * b


def neuron(w1, w2, b, x1, x2):
    return (x1 * w1 + x2 * w2 + b).tanh()


def layer(X, W, B):
    h = (X @ W + B).relu()
    return (h * h).mean()


def leaf(value):
    return mg.tensor(value, requires_grad=True)


@pytest.fixture
def two(page):
    return shown(page, step(f, x=2.0, y=3.0))


def press(page, keys):
    for key in keys.split():
        page.keyboard.press(key)


def sentence(stepper):
    return stepper.locator(".sentence").inner_text()


def answer(stepper):
    return stepper.locator(".answer").inner_text()


def box(stepper, name):
    return stepper.locator(f"[data-node][aria-label^='{name},']")


# ------------------------------------------------------------------------------------------------------------ stepping


def test_forward_and_backward_by_keyboard(page, two):
    assert sentence(two) == "x = 2 and y = 3 are given. Nothing has been computed yet."
    press(page, "n ArrowRight")
    assert sentence(two) == "b is x × y: 2 × 3 = 6. It keeps x and y for the way back."
    assert two.locator("[aria-current=step][data-node]").get_attribute("aria-label") == (
        "b, computed, value 6, gradient not computed"
    )
    press(page, "g n n")
    assert sentence(two) == "5 arrives at b; it sends 15 to x and 10 to y. Both wait for another term."
    assert box(two, "x").locator(".terms").text_content() == "15 + …"
    assert two.locator(".count").inner_text() == "step 6 of 9"
    press(page, "End b b")
    assert sentence(two) == "6 arrives at a; it sends 6 to x and 6 to y."
    press(page, "Home f")
    assert two.locator(".count").inner_text() == "step 1 of 9"
    assert page.evaluate("window.left") == []  # the notebook's own shortcuts see none of it


def test_by_mouse(page, two):
    two.get_by_role("button", name="To the end").click()
    assert sentence(two) == "Both terms for y have arrived: 10 + 6. y.grad is 16."
    two.get_by_role("button", name="Back").click()
    two.get_by_role("button", name="Next").click()
    assert two.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"
    two.get_by_role("button", name="To the start").click()
    box(two, "b").click()
    assert two.locator(".count").inner_text() == "step 2 of 9"
    box(two, "b").click()
    assert two.locator(".count").inner_text() == "step 6 of 9"
    two.get_by_role("slider", name="Step").fill("5")
    assert sentence(two).startswith("1 arrives at f")


def test_a_box_is_chosen_by_keyboard_and_run_to(page, two):
    press(page, "g ArrowUp ArrowUp ArrowUp ArrowUp ArrowUp Enter")
    assert sentence(two).endswith("x.grad is 21.")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("x, leaf")


def test_keys_work_where_the_focus_is_also_at_the_end(page, two):
    two.get_by_role("button", name="Next").focus()
    press(page, "End n b b b")
    assert two.locator(".count").inner_text() == "step 6 of 9"
    two.get_by_role("slider", name="Step").focus()
    press(page, "ArrowRight Home")
    assert two.locator(".count").inner_text() == "step 0 of 9"


def test_the_card_says_rule_numbers_and_sum(page, two):
    press(page, "g n n n")
    rows = re.split(r"\n(?=arrives|rule|in numbers|leaves|adds up)", two.locator(".card").inner_text())
    flat = [re.sub(r"\s+", " ", row) for row in rows]
    assert flat[2] == "in numbers 6 × 1 6 × 1"
    assert flat[3] == "leaves 6 to x 6 to y"
    assert flat[4] == "adds up x: 15 + 6 = 21 y: 10 + 6 = 16"


def test_several_results_each_have_a_box_and_a_line_with_their_gradient(page):
    a, b = leaf([2.0, 3.0])
    d = a * b + a
    one = shown(page, step(d))
    press(page, "n")
    assert sentence(one) == "unbind₁ gives a and b."
    assert box(one, "a").get_attribute("aria-label") == "a, computed, value 2, gradient not computed"
    press(page, "g n n n")
    assert sentence(one) == "unbind₁ gets 4 for a and 2 for b; it sends a (2,) gradient to leaf₁."
    assert one.locator(".edge.active").count() == 3
    assert [text for text in one.locator("text.term").all_text_contents() if text] == ["4", "2", "3", "2", "1", "1"]


def test_the_source_line_of_each_step_is_marked(page, two):
    press(page, "f")
    assert two.locator("mark").inner_text() == "x + y"
    press(page, "n n")
    assert two.locator("mark").inner_text() == "a * b"
    press(page, "End")
    assert two.locator(".codeline.here .text").text_content() == "y = "
    assert two.locator(".codeline.here").get_by_label("Number for y").input_value() == "3"


def test_nothing_is_sent_while_stepping(page, two):
    page.evaluate("window.sent.length = 0")
    press(page, "n n n n n n n n n b b Home g p")
    assert page.evaluate("window.sent") == []


def test_two_views_share_no_id_and_close_without_a_trace(page):
    stepper = step(f, x=2.0, y=3.0)
    shown(page, stepper)
    shown(page, stepper)
    assert page.locator(".stepper").count() == 2
    assert page.locator(".stepper [id]").count() == 0
    page.evaluate("window.close_it()")
    assert page.evaluate("Object.values(window.model.calls).flat().length") == 0


def test_a_pass_is_finished_by_key_and_by_mouse(page):
    one = shown(page, step(f, update=0.1, x=2.0, y=3.0))
    where = one.locator(".count")
    for expected in ("step 3 of 11", "step 9 of 11", "step 11 of 11", "step 11 of 11"):
        press(page, "e")
        assert where.inner_text() == expected
    press(page, "Home n")
    one.get_by_role("button", name="Finish this pass").click()
    assert where.inner_text() == "step 3 of 11"


def test_an_update_is_the_last_step(page):
    one = shown(page, step(f, update=0.1, x=2.0, y=3.0))
    press(page, "End b")
    assert one.locator(".flag").inner_text() == "update"
    assert sentence(one) == "x becomes 2 − 0.1 × 21 = −0.1."
    assert box(one, "x").get_attribute("aria-label") == "x, leaf, value −0.1, gradient 21"
    assert box(one, "y").get_attribute("aria-label") == "y, leaf, value 3, gradient 16"
    press(page, "b")
    assert box(one, "x").get_attribute("aria-label") == "x, leaf, value 2, gradient 21"


# ------------------------------------------------------------------------------------------------- two passes at once


def product(rule):
    """A Function for x · y with the gradients that `rule(grad, x, y)` gives."""

    class Product(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x, y):
            ctx.save_for_backward(x, y)
            return x * y

        @staticmethod
        def backward(ctx, grad):
            return rule(grad, *ctx.saved_tensors)

    return Product.apply


def test_two_passes_step_together_and_the_first_difference_is_marked(page):
    x, y = leaf(2.0), leaf(3.0)
    a = x + y
    forgetful = a * product(lambda grad, x, y: (y, x))(x, y)
    right = a * product(lambda grad, x, y: (grad * y, grad * x))(x, y)
    both = compare(forgetful, right, ("yours", "right"))
    state = json.dumps({name: getattr(both, name) for name in ("traces", "titles", "sentence", "place")})
    page.evaluate(f"() => {{ window.show(JSON.parse({json.dumps(state)})); }}")
    left, right = page.locator(".stepper").all()
    words = page.locator(".verdict").inner_text()
    assert words.startswith("The first difference is at step 6, what product sends to x: yours 3, right 15.")
    for one in (left, right):
        assert one.locator(".count").inner_text() == "step 6 of 9"
        assert one.locator(".node.differs .unequal").text_content() == "≠"
        assert one.locator(".differs").get_attribute("aria-label").endswith("gradient 5, the first difference")
    left.evaluate("root => root.focus()")
    press(page, "n n")
    assert right.locator(".count").inner_text() == "step 8 of 9"
    right.get_by_role("button", name="To the start").click()
    assert left.locator(".count").inner_text() == "step 0 of 9"
    assert not [v["id"] for v in Axe().run(page, context=".comparison").response["violations"] if v["id"] != "region"]


# ----------------------------------------------------------------------------------------------------------- predicting


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        ("3", "3 is the slope ∂b/∂x. Missing is the factor that arrives: 5."),
        ("5", "5 is what arrives. Missing is the slope ∂b/∂x: how far does b move when x moves by 1?"),
        ("-15", "The size is there; the sign is missing. When x grows, does b grow or shrink?"),
        ("8", "8 is 5 + 3. Along one path the factors are multiplied; sums come where paths meet."),
        ("10", "10 is 5 × x. Hold the other factor still: by how much is one step of x multiplied?"),
        ("21", "21 is the whole of x's gradient. This node sends one term of it."),
        ("7", "5 arrives; 5 × … leaves. The missing factor is ∂b/∂x."),
        ("x", "A number is wanted here, such as 2.5."),
    ],
)
def test_a_wrong_term_is_met_with_what_it_leaves_out(page, two, guess, words):
    press(page, "g n n p")
    field = two.get_by_label("Gradient sent to x")
    expect(field).to_be_focused()
    page.keyboard.type(guess)
    page.keyboard.press("Enter")
    assert answer(two) == words
    field.fill("15")
    page.keyboard.press("Enter")
    assert answer(two) == "Right."
    expect(two.get_by_label("Gradient sent to y")).to_be_focused()


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        ("15", "15 is the term from b. Missing: 6 from a."),
        ("90", "That is the product of the terms. Two paths, two effects on the result: how do they combine?"),
        ("10.5", "That is the mean of the terms. Each path moves the result by its whole term."),
        ("4", "x is used 2 times, so there are 2 terms: 15 and 6."),
    ],
)
def test_a_wrong_sum_is_met_with_the_term_that_is_missing(page, two, guess, words):
    press(page, "End b p")
    assert sentence(two) == "Both terms for x have arrived. What is x.grad?"
    assert box(two, "x").locator(".terms").text_content() == "2 uses"
    page.keyboard.type(guess)
    page.keyboard.press("Enter")
    assert answer(two) == words


def test_the_slope_of_tanh_with_the_input_in_it_has_a_name(page):
    one = shown(page, step(neuron, w1=-0.5, w2=1.5, b=3.0, x1=mg.tensor(2.0), x2=mg.tensor(-1.0)))
    press(page, "g n p")
    page.keyboard.type("0.75")
    page.keyboard.press("Enter")
    assert answer(one).startswith("The rule has the right form, but with the input.")


def test_nothing_on_the_page_gives_the_answer_away(page, two):
    press(page, "g n p ArrowRight")
    assert answer(two) == "Type a number first, or press Show."
    assert two.get_by_role("button", name="Check").is_visible()
    assert two.locator(".card .bwd, .edge.active").count() == 0
    assert box(two, "a").locator(".grad").text_content() == box(two, "b").locator(".grad").text_content() == "—"
    two.locator("summary", has_text="All steps").click()
    assert two.locator("tbody tr:visible").count() == 4
    two.get_by_role("button", name="Show").click()
    assert two.locator(".card .bwd").first.inner_text().startswith("6")


def test_it_may_open_in_predict_mode(page):
    asks = shown(page, step(f, predict=True, x=2.0, y=3.0))
    expect(asks.get_by_role("checkbox", name="Predict")).to_be_checked()
    press(page, "g n")
    expect(asks.get_by_label("Gradient sent to a")).to_be_focused()


def test_what_is_being_typed_survives_a_new_width(page, two):
    press(page, "g n p 1")
    page.set_viewport_size({"width": 900, "height": 900})
    expect(two).not_to_have_js_property("clientWidth", 1100)
    page.wait_for_timeout(200)
    expect(two.locator(".guess").first).to_have_value("1")


def test_of_arrays_the_shape_is_asked(page):
    X, W, B = mg.ones(2, 3), mg.ones(3, 4, requires_grad=True), mg.ones(4, requires_grad=True)
    one = shown(page, step(layer, X=X, W=W, B=B))
    press(page, "End b p")
    page.keyboard.type("2, 4")
    page.keyboard.press("Enter")
    assert answer(one).startswith("That is the shape of what arrives.")
    one.locator(".guess").fill("(3, 4)")
    page.keyboard.press("Enter")
    assert answer(one) == "Right. Press → for the next step."


# -------------------------------------------------------------------------------------------------------------- sliders


def test_without_a_kernel_the_sliders_are_off_and_say_so(two):
    assert two.get_by_label("Value of x").is_disabled()
    assert "Sliders need the kernel" in two.locator(".note").inner_text()


def test_a_slider_asks_for_a_new_trace_and_keeps_the_step(page):
    other = json.dumps(json.dumps(step(f, x=4.0, y=3.0).trace))
    kernel = f"""(model, message) => setTimeout(() => {{
      if (message.ask) return model.emit("msg:custom", {{ alive: true }});
      model.state.trace = JSON.parse({other});
      model.emit("change:trace");
      model.emit("msg:custom", {{ done: true }});
    }})"""
    one = shown(page, step(f, x=2.0, y=3.0), kernel)
    slider = one.get_by_label("Value of x")
    expect(slider).to_be_enabled()
    press(page, "g n n")
    slider.fill("4")
    expect(one.locator(".sentence")).to_have_text(
        "7 arrives at b; it sends 21 to x and 28 to y. Both wait for another term."
    )
    assert page.evaluate("window.sent.at(-1)") == {"numbers": {"x": 4, "y": 3}}
    expect(slider).to_be_focused()
    assert one.get_by_role("button", name="Original numbers").is_visible()


def test_a_number_may_be_typed_and_widens_its_slider(page):
    kernel = """(model, message) => setTimeout(() =>
      model.emit("msg:custom", message.ask ? { alive: true } : { done: true }))"""
    one = shown(page, step(f, x=2.0, y=3.0), kernel)
    field = one.get_by_label("Number for x")
    expect(field).to_be_enabled()
    field.fill("−40,5")
    field.press("Enter")
    assert page.evaluate("window.sent.at(-1)") == {"numbers": {"x": -40.5, "y": 3}}
    assert one.get_by_label("Value of x").input_value() == "-40.5"
    field.fill("two")
    field.press("Enter")
    assert field.input_value() == "−40.5"
    expect(one.locator(".note")).to_have_text("A number is wanted here, such as 2.5.")
    field.press("n")
    assert one.locator(".count").inner_text() == "step 0 of 9"


def test_an_error_of_the_function_is_shown(page):
    kernel = """(model, message) => setTimeout(() =>
      model.emit("msg:custom", message.ask ? { alive: true } : { failed: "ZeroDivisionError: <b>no</b>" }))"""
    one = shown(page, step(f, x=2.0, y=3.0), kernel)
    one.get_by_label("Value of x").fill("0")
    expect(one.locator(".note")).to_have_text("The function cannot take these numbers: ZeroDivisionError: <b>no</b>")


# --------------------------------------------------------------------------------------------------------- for everyone


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 500])
def test_axe_finds_nothing_in_either_theme_wide_or_narrow(page, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(f"document.body.dataset.theme = '{theme}'")
    arrays = step(layer, X=mg.ones(2, 3), W=mg.ones(3, 4, requires_grad=True), B=mg.ones(4, requires_grad=True))
    for stepper in (step(f, update=0.1, x=2.0, y=3.0), arrays):
        one = shown(page, stepper)
        assert one.get_attribute("data-dark") == str(theme == "dark").lower()
        for keys in ("n n", "g n", "p", "p End"):
            press(page, keys)
            found = Axe().run(page, context=".stepper").response["violations"]
            assert not [
                (v["id"], v["nodes"][0]["html"]) for v in found if v["id"] != "region"
            ]  # the page has no landmarks
        assert one.evaluate("root => root.scrollWidth <= root.clientWidth")


def test_at_200_percent_all_of_it_is_there_and_nothing_is_cut_off(page):
    page.set_viewport_size({"width": 650, "height": 450})  # what a window of 1300 by 900 is at that zoom
    one = shown(page, step(f, update=0.1, x=2.0, y=3.0))
    press(page, "g n n")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("To the start", "Back", "Next", "Finish this pass", "To the end"):
        one.get_by_role("button", name=name, exact=True).scroll_into_view_if_needed()
        assert one.get_by_role("button", name=name, exact=True).bounding_box()["x"] >= 0
    assert one.locator(".slot").evaluate_all("all => all.every((slot) => slot.scrollWidth <= slot.clientWidth + 1)")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_want_no_motion(page, motion):
    page.emulate_media(reduced_motion=motion)
    one = shown(page, step(f, x=2.0, y=3.0))
    moving = one.evaluate(
        "root => [...root.querySelectorAll('*')].some((x) => getComputedStyle(x).transitionDuration !== '0s'"
        " || getComputedStyle(x).animationName !== 'none')"
    )
    assert moving == (motion == "no-preference")


def test_every_state_is_said_to_those_who_do_not_see_it(page, two):
    said = two.locator(".sentence")
    assert said.get_attribute("aria-live") == "polite"
    assert two.locator(".answer").get_attribute("aria-live") == "polite"
    heard = set()
    for _ in range(9):
        press(page, "n")
        heard.add(said.inner_text())
        where = two.get_by_role("slider", name="Step").get_attribute("aria-valuetext")
        assert said.inner_text() in where
    assert len(heard) == 9


@pytest.mark.parametrize("width", [1300, 500])
def test_the_boxes_have_room_for_their_text(page, width):
    def often(x):
        return (x * x + x) * x * -0.001234

    page.set_viewport_size({"width": width, "height": 900})
    stepper = step(often, x=-12.345) if width == 500 else step(neuron, w1=-0.5123, w2=1.5, b=3.0, x1=-1234.5, x2=-1.0)
    one = shown(page, stepper)
    for _ in stepper.trace["steps"]:
        page.keyboard.press("n")
        over = one.evaluate(
            """root => [...root.querySelectorAll(".node")].filter((g) => {
              const box = g.querySelector(".box").getBoundingClientRect();
              return [...g.querySelectorAll("text:not(.symbol)")].some((t) => {
                const r = t.getBoundingClientRect();
                return r.width && (r.left < box.left - 1 || r.right > box.right + 1);
              });
            }).map((g) => g.textContent)"""
        )
        assert not over


def test_the_height_is_the_same_at_every_step(page, two):
    heights = set()
    for _ in range(10):
        heights.add(two.bounding_box()["height"])
        page.keyboard.press("n")
    assert len(heights) == 1


def written(text):
    """A function with the text in its source, its expression, its name, and the name of the call in it."""
    lines = [
        f"def f(x, y):  # {text!r}",
        f"    return g(x, {{{text!r}: y}})",
        "",
        "def g(x, d):",
        "    return x * x * [*d.values()][0]",
    ]
    name, scope = f"<written {text!r}>", {}
    linecache.cache[name] = (1, None, [line + "\n" for line in lines], name)
    exec(compile("\n".join(lines), name, "exec"), scope)
    scope["f"].__name__ = text
    return scope["f"]


@pytest.mark.parametrize("text", STRINGS)
def test_a_readers_text_is_never_markup(page, text):
    scope = {text: leaf(2.0), "step": step}
    scope["y"] = scope[text] * 3
    made = step(written(text), x=2.0, y=3.0)
    both = compare(eval("step(y)", scope), eval("step(y)", scope), (text, text))
    shown(page, eval("step(y)", scope))
    state = json.dumps({name: getattr(both, name) for name in ("traces", "titles", "sentence", "place")})
    page.evaluate(f"() => {{ window.show(JSON.parse({json.dumps(state)})); }}")
    kernel = f"""(model, message) => setTimeout(() => model.emit("msg:custom", {{ failed: {json.dumps(text)} }}))"""
    one = shown(page, made, kernel)
    press(page, "n * + g n n")
    one.locator("summary", has_text="All steps").click()
    assert page.locator("main :is(img, script, iframe, b, a, [onload], [onerror], [href])").count() == 0
    assert text.splitlines()[0][:10].strip("\x00\x07") in page.locator("main").text_content().replace("\x00", "")


# -------------------------------------------------------------------------------------------------------- folded calls


def squared(x):
    error = x - 1
    return (error * error).mean()


def nested(X, W, B):
    return squared(layer(X, W, B) * 2)


@pytest.fixture
def folded(page):
    X, W, B = mg.ones(2, 3), mg.ones(3, 4, requires_grad=True), mg.ones(4, requires_grad=True)
    return shown(page, step(nested, X=X, W=W, B=B))


def test_a_call_is_folded_and_opened_by_keyboard(page, folded):
    press(page, "* n")
    assert folded.locator(".count").inner_text() == "step 1 of 9"
    assert sentence(folded).startswith("layer turns X, W and B into its result, in 5 steps.")
    assert box(folded, "layer").get_attribute("aria-label").endswith("5 steps inside")
    press(page, "+")
    assert folded.locator(".count").inner_text() == "step 5 of 17"
    press(page, "-")
    assert folded.locator(".count").inner_text() == "step 1 of 9"
    press(page, "g n n n")
    assert sentence(folded) == "124 arrives at layer; it sends a (3, 4) gradient to W and a (4,) gradient to B."
    press(page, "*")
    assert folded.locator(".count").inner_text() == "step 20 of 21"


def test_a_call_is_folded_and_opened_by_mouse(page, folded):
    folded.get_by_role("button", name="Fold calls").click()
    box(folded, "squared").locator(".opener").click()
    assert box(folded, "squared").count() == 0
    assert box(folded, "layer").count() == 1
    folded.get_by_role("button", name="Fold", exact=True).click()
    press(page, "n")
    folded.get_by_role("button", name="Step inside").click()
    assert box(folded, "layer").count() == 0
    assert not [v["id"] for v in Axe().run(page, context=".stepper").response["violations"] if v["id"] != "region"]
