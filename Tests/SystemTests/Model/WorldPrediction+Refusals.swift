/// Which operations are refused, and why.
extension WorldPrediction {
    /// Whether the scanner stands in the way of an operation.
    func isRefusedByScanner(_ operation: WorldOperation) -> Bool {
        let files = operation.file.map { [$0.label] } ?? operation.takenIn(besides: circumstances.stayingInline)
        let infected = registry.infected.intersection(files)
        return !infected.isEmpty && (circumstances.isKnownToScanner || !registry.withdrawsInfected)
    }

    /// Returns the statuses of the refusals that an operation has to meet, whatever its conditions are; none for none.
    func refusals(of operation: WorldOperation) -> Set<Int> {
        switch operation {
        case .add(let place, let rid, _):
            // RFC 8607 §3.11.1 (CALDAV:valid-rid).
            guard let object = model[place] else { return [404] }
            return (rid ?? []).allSatisfy(object.hasInstance) ? [] : [403]
        case .update(let place, let label, _, _):
            // RFC 8607 §3.11.1 (CALDAV:valid-managed-id).
            guard let object = model[place] else { return [404] }
            return object.labels.contains(label) ? [] : [403]
        case .remove(let place, let label, _, let rid):
            guard let object = model[place] else { return [404] }
            return canRemove(label, from: rid, of: object) ? [] : [403]
        case .restore(let place, let label, _): return refusals(ofRestoring: label, at: place)
        case .put(let place, let document): return refusals(ofPutting: document, at: place)
        case .delete(let place): return model[place] == nil ? [404] : []
        case .transfer(let source, let target, let transfer): return refusals(of: transfer, from: source, to: target)
        case .makeCalendar, .deleteCalendar, .transferCalendar: return refusals(ofCalendars: operation)
        case .withdraw, .purge: return []
        }
    }

    private func refusals(ofCalendars operation: WorldOperation) -> Set<Int> {
        switch operation {
        case .makeCalendar(let name): return model.calendars[name] == nil ? [] : [403, 405]
        case .deleteCalendar(let name): return model.calendars[name] == nil ? [404] : []
        case .transferCalendar(let source, let target, let transfer):
            guard model.calendars[source] != nil else { return [404] }
            return model.calendars[target] == nil || transfer.overwrites ? [] : [412]
        default: return []
        }
    }

    private func canRemove(_ label: String, from rid: [String]?, of object: WorldModel.Object) -> Bool {
        guard let rid else { return object.labels.contains(label) }
        guard rid.allSatisfy(object.hasInstance) else { return false }
        return rid.allSatisfy { key in
            (object.files[key] ?? object.files[WorldDocument.master] ?? []).contains(
                .init(label: label, kind: .managed)
            )
        }
    }

    /// What was withdrawn or released is gone for good, and what the event has was not removed from it.
    private func refusals(ofRestoring label: String, at place: WorldModel.Place) -> Set<Int> {
        guard let object = model[place] else { return [404] }
        guard !circumstances.withdrawn.union(circumstances.gone).contains(label) else { return [410] }
        return object.labels.contains(label) ? [409] : []
    }

    private func refusals(ofPutting document: WorldDocument, at place: WorldModel.Place) -> Set<Int> {
        guard model.calendars[place.calendar] != nil else { return [409] }
        var reasons: Set<Int> = []
        if model[place].map({ $0.uid != document.uid }) ?? false { reasons.insert(403) }
        if model.isTaken(document.uid, besides: place) { reasons.insert(403) }
        // RFC 8607 §3.11.1 (CALDAV:valid-managed-id-parameter), for what claims to be managed and cannot be any more.
        let claimed = document.managedIDs.compactMap(registry.label)
        let gone = circumstances.gone.subtracting(circumstances.withdrawn)
        let linked = model[place]?.labels ?? []
        if !linked.isSuperset(of: gone.intersection(claimed)) { reasons.insert(403) }
        return reasons
    }

    private func refusals(
        of transfer: WorldTransfer,
        from source: WorldModel.Place,
        to target: WorldModel.Place
    ) -> Set<Int> {
        guard let object = model[source] else { return [404] }
        guard model.calendars[target.calendar] != nil else { return [409] }
        guard source != target else { return [403] }
        var reasons: Set<Int> = []
        if model[target] != nil && !transfer.overwrites { reasons.insert(412) }
        if model[target].map({ $0.uid != object.uid }) ?? false { reasons.insert(403) }
        var others = model
        if transfer.isMove { others[source] = nil }
        if others.isTaken(object.uid, besides: target) { reasons.insert(403) }
        return reasons
    }
}
