"""Removes the old journal before the new one has its name.

fails: hidden:6.2
says: before it renamed or removed a file
"""

def run_pipeline(steps, folder, url):
    folder = Path(folder); folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / "journal.json", folder / "journal.part"
    journal = json.loads(path.read_text()) if path.exists() else {}
    outputs = {}
    for step in steps:
        inputs = {n: outputs[n] for n in step["needs"]}
        key = job_key(step, inputs)
        if key not in journal:
            journal[key] = order(url, key, step, inputs)
            part.write_text(json.dumps(journal))
            path.unlink(missing_ok=True)
            part.rename(path)
        outputs[step["name"]] = journal[key]
    return outputs
