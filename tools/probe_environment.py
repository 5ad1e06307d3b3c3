"""Say in JSON what an environment holds; run by that environment's own Python.

``installed`` maps each package to its version; ``missing_files`` lists what was installed and is
gone.
"""

import csv
import json
import os
import platform
from importlib.metadata import distributions

installed = {}
missing_files = []
for distribution in distributions():
    name = distribution.metadata["Name"]
    if name is None:  # the folder of a package whose installation stopped half way
        missing_files.append(str(distribution.locate_file("METADATA")))
        continue
    installed[name] = distribution.version
    folder = distribution.locate_file("")
    record = distribution.read_text("RECORD")
    if record is None and distribution.read_text("METADATA") is not None:  # pip writes RECORD last
        missing_files.append(f"the RECORD of {name}")
    for path, *_ in csv.reader((record or "").splitlines()):
        # Bytecode caches come and go by themselves.
        if "__pycache__" not in path and not os.path.exists(os.path.join(folder, path)):
            missing_files.append(path)

print(
    json.dumps(
        {
            "python": platform.python_version(),
            "installed": installed,
            "missing_files": missing_files,
        }
    )
)
