"""Writes each output in place: an empty file looks finished.

fails: hidden:6.2
says: after it was killed right after it had opened a file
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = hashlib.sha256(json.dumps([step["name"], step["settings"], inputs], sort_keys=True).encode()).hexdigest()
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            reply = requests.post(url + "/jobs", json=order)
            reply.raise_for_status()
            output = reply.json()["output"]
            file.write_text(output)
        outputs[step["name"]] = file.read_text()
    return outputs
