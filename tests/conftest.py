"""What holds for every test: no window, nothing read from or written to the home folder."""

import gc
import os
import tempfile

os.environ["MPLBACKEND"] = "agg"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pytest's workers have a core each: more threads only wait
home = tempfile.TemporaryDirectory(prefix="minigrad-tests-")
os.environ |= dict.fromkeys(["IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"], home.name)


def pytest_collection_finish():
    gc.freeze()  # thousands of tests that live to the end: the collector need not look at them in every pass
