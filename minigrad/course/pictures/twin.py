"""A widget with a twin in words: its repr, for a page that shows no widget and for whoever cannot see it."""

import anywidget


class Twinned(anywidget.AnyWidget):
    """A widget whose output holds its whole repr as plain text; anywidget cuts it short."""

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/plain": repr(self)}, metadata
