"""Text that a reader may give a tensor, a layer or a function: none of it may become markup."""

STRINGS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", 'a & "b"', "é∂", "line\nbreak", "nul\x00",
    "bell\x07", "</text>", "]]>", "&lt;b&gt;", "' onload='x", "`${1}`", "{{x}}", "\\N", "$a", "javascript:alert(1)",
    "<!--", "\u202eabc", "𝔘", "x" * 300, "<svg/onload=x>", "\ud800", "</script><script>alert(1)</script>", '"><b>b</b>',
]  # fmt: skip
