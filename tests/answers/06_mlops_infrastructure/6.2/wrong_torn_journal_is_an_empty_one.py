"""A journal that cannot be read is an empty one: all is asked for again.

fails: hidden:6.2
says: asks for more than one job a second time
"""

def run_pipeline(steps, folder, url):
    folder = Path(folder); folder.mkdir(parents=True, exist_ok=True)
    path = folder / "journal.json"
    try:
        journal = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        journal = {}
    outputs = {}
    for step in steps:
        inputs = {n: outputs[n] for n in step["needs"]}
        key = job_key(step, inputs)
        if key not in journal:
            journal[key] = order(url, key, step, inputs)
            path.write_text(json.dumps(journal))
        outputs[step["name"]] = journal[key]
    return outputs
