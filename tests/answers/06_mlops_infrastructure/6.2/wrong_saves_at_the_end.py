"""Saves when all is done: a kill costs all that was not saved.

fails: hidden:6.2
says: asks for more than one job a second time
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    state = Path(folder, "state.json")
    done = json.loads(state.read_text()) if state.exists() else {}
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        if key not in done:
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            done[key] = requests.post(url + "/jobs", json=order).json()["output"]
        outputs[step["name"]] = done[key]
    part = state.with_suffix(".part")
    part.write_text(json.dumps(done))
    part.replace(state)
    return outputs
