"""Starts from nothing where its state is broken, and asks for all again.

fails: hidden:6.2
says: Killed right after it had opened a file to write, it later asks for more than one job
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    state = Path(folder, "state.json")
    try:
        done = json.loads(state.read_text())
    except (OSError, ValueError):
        done = {}
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        if key not in done:
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            done[key] = requests.post(url + "/jobs", json=order).json()["output"]
            state.write_text(json.dumps(done))
        outputs[step["name"]] = done[key]
    return outputs
