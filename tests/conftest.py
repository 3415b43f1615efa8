"""What holds for every test: repeatable property tests, no window, nothing read from or written to the home folder."""

import os
import tempfile

import hypothesis

os.environ["MPLBACKEND"] = "agg"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pytest's workers have a core each: more threads only wait
home = tempfile.TemporaryDirectory(prefix="minigrad-tests-")
os.environ |= dict.fromkeys(["IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"], home.name)

hypothesis.settings.register_profile("course", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("course")
