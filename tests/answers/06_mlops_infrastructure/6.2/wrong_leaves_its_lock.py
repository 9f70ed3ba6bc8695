"""Takes a lock that the dead never give back.

fails: check:6.2
says: run_pipeline stops with an error
"""

import os


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    lock = Path(folder, "lock")
    os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            part = file.with_suffix(".part")
            part.write_text(requests.post(url + "/jobs", json=order).json()["output"])
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    lock.unlink()
    return outputs
