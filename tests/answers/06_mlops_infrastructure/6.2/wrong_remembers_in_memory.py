"""Keeps what is done in a variable, which dies with the process.

fails: check:6.2
says: What have you kept?
"""

_done = {}


def run_pipeline(steps, folder, url):
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        if key not in _done:
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            _done[key] = requests.post(url + "/jobs", json=order).json()["output"]
        outputs[step["name"]] = _done[key]
    return outputs
