"""Runs every step after a changed one, whether it needs it or not.

fails: hidden:6.2-changes
says: independent steps come in another order
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(parents=True, exist_ok=True)
    outputs, text = {}, ""
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        text += json.dumps(step, sort_keys=True)
        key = hashlib.sha256(text.encode()).hexdigest()
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            part = file.with_suffix(".part")
            part.write_text(requests.post(url + "/jobs", json=order).json()["output"])
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
