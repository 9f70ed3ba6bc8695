"""Removes the old state before the new one has its name: killed in between, it has none.

fails: hidden:6.2
says: before it renamed or removed a file
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    state, part = Path(folder, "state.json"), Path(folder, "state.part")
    done = json.loads(state.read_text()) if state.exists() else {}
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        if key not in done:
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            done[key] = requests.post(url + "/jobs", json=order).json()["output"]
            part.write_text(json.dumps(done))
            state.unlink(missing_ok=True)
            part.rename(state)
        outputs[step["name"]] = done[key]
    return outputs
