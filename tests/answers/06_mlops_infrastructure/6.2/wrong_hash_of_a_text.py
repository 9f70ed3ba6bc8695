"""Makes the key by hash(), which gives another number for the same text in each process.

fails: check:6.2
says: What have you kept?
"""


def run_pipeline(steps, folder, url):
    Path(folder).mkdir(exist_ok=True)
    outputs = {}
    for step in steps:
        inputs = {name: outputs[name] for name in step["needs"]}
        key = str(hash(json.dumps([step["name"], step["settings"], inputs], sort_keys=True)))
        file = Path(folder, key)
        if not file.exists():
            order = {"key": key, "step": step["name"], "settings": step["settings"], "inputs": inputs}
            part = file.with_suffix(".part")
            part.write_text(requests.post(url + "/jobs", json=order).json()["output"])
            part.replace(file)
        outputs[step["name"]] = file.read_text()
    return outputs
