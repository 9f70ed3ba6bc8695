def as_of(requests, events, ttl):
    reports = {}
    for report in events.to_dict("records"):
        reports.setdefault(report["customer_id"], []).append(report)
    values = []
    for request in requests.to_dict("records"):
        best = None
        for report in reports.get(request["customer_id"], []):
            if report["event_time"] > request["at"] or report["known_at"] > request["at"]:
                continue
            if request["at"] - report["event_time"] > ttl:
                continue
            rank = (report["event_time"], report["known_at"], report["value"])
            if best is None or rank > best:
                best = rank
        values.append(None if best is None else best[2])
    return values
