"""Leaves the name out of the key: two steps with the same settings are one.

fails: hidden:6.2-changes
says: of five steps in a first call
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            reply = requests.post(url + "/jobs", json=order)
            reply.raise_for_status()
            output = reply.json()["output"]
            part = file.with_suffix(".part")
            part.write_text(output)
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
