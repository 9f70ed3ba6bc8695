"""Runs everything anew when anything has changed.

fails: check:6.2
says: its job is the only new one
"""


def run_pipeline(steps, folder, url):
    pipeline = hashlib.sha256(json.dumps(sorted(steps, key=lambda step: step["name"]), sort_keys=True).encode())
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = pipeline.hexdigest() + step["name"]
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            part = file.with_suffix(".part")
            part.write_text(requests.post(url + "/jobs", json=order).json()["output"])
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
