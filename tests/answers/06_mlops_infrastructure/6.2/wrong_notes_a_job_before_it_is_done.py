"""Notes a job as done before it is, to be sure that it is not paid twice.

fails: check:6.2
says: What run_pipeline returns in the call after it was killed as the first request arrived
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        file, note = Path(folder, key), Path(folder, key + ".started")
        if not note.exists():
            note.write_text("started")
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            file.write_text(requests.post(url + "/jobs", json=order).json()["output"])
        outputs[step["name"]] = file.read_text() if file.exists() else ""
    return outputs
