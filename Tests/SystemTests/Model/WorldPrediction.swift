/// What an operation may do, as far as a client can know.
enum WorldOutcome: Equatable, Sendable {
    /// Nothing has changed, and the answer has one of these statuses.
    case refused(Set<Int>)
    /// The home looks like this.
    case done(WorldModel)

    /// The home after it; nil where nothing has changed.
    var model: WorldModel? {
        guard case .done(let model) = self else { return nil }
        return model
    }

    /// Whether nothing has changed, and the answer may have a status.
    func isRefused(with status: Int) -> Bool {
        guard case .refused(let statuses) = self else { return false }
        return statuses.contains(status)
    }
}

/// Says what an operation does to a home.
struct WorldPrediction {
    /// The home before.
    let model: WorldModel

    /// What is known of the files.
    let registry: WorldRegistry

    /// The files whose bytes can have been given up: nothing brings them back.
    let gone: Set<String>

    /// The files in calendar data whose octets cannot be stored or scanned now.
    let stayingInline: Set<String>

    /// Returns what becomes of the home.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - isCurrent: Whether the entity tag that is demanded is the object's, which it also is where none is.
    /// - Returns: The one outcome, as long as ``gone`` and ``stayingInline`` are right.
    func outcome(of operation: WorldOperation, isCurrent: Bool) -> WorldOutcome {
        var after = model
        var reasons = refusals(of: operation)
        if !isCurrent { reasons.insert(412) }
        if isRefusedByScanner(operation) { reasons.insert(403) }
        guard reasons.isEmpty else { return .refused(reasons) }
        apply(operation, to: &after)
        return .done(after)
    }

    // MARK: Refusals

    private func isRefusedByScanner(_ operation: WorldOperation) -> Bool {
        if let file = operation.file { return file.isInfected }
        return operation.takenIn(besides: stayingInline).contains { registry.infected.contains($0) }
    }

    private func refusals(of operation: WorldOperation) -> Set<Int> {
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
        case .put(let place, let document): return refusals(ofPutting: document, at: place)
        case .delete(let place): return model[place] == nil ? [404] : []
        case .transfer(let source, let target, let transfer): return refusals(of: transfer, from: source, to: target)
        case .makeCalendar(let name): return model.calendars[name] == nil ? [] : [403, 405]
        case .deleteCalendar(let name): return model.calendars[name] == nil ? [404] : []
        case .transferCalendar(let source, let target, let transfer):
            guard model.calendars[source] != nil else { return [404] }
            return model.calendars[target] == nil || transfer.overwrites ? [] : [412]
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

    private func refusals(ofPutting document: WorldDocument, at place: WorldModel.Place) -> Set<Int> {
        guard model.calendars[place.calendar] != nil else { return [409] }
        var reasons: Set<Int> = []
        if model[place].map({ $0.uid != document.uid }) ?? false { reasons.insert(403) }
        if model.isTaken(document.uid, besides: place) { reasons.insert(403) }
        // RFC 8607 §3.11.1 (CALDAV:valid-managed-id-parameter), for what claims to be managed and cannot be any more.
        let claimed = document.parts.flatMap(\.attachments).compactMap(\.managedID).compactMap(registry.label)
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

    // MARK: Changes

    private func apply(_ operation: WorldOperation, to model: inout WorldModel) {
        switch operation {
        case .add(let place, let rid, let file):
            model[place]?.change(rid) { $0.insert(.init(label: file.label, kind: .managed)) }
        case .update(let place, let old, _, let file):
            model[place]?.change(nil) { files in
                guard files.remove(.init(label: old, kind: .managed)) != nil else { return }
                files.insert(.init(label: file.label, kind: .managed))
            }
        case .remove(let place, let label, _, let rid):
            model[place]?.change(rid) { $0.remove(.init(label: label, kind: .managed)) }
        case .put(let place, let document): model[place] = object(document)
        case .delete(let place): model[place] = nil
        case .transfer(let source, let target, let transfer):
            model[target] = model[source]
            if transfer.isMove { model[source] = nil }
        case .makeCalendar(let name): model.calendars[name] = [:]
        case .deleteCalendar(let name): model.calendars[name] = nil
        case .transferCalendar(let source, let target, let transfer):
            model.calendars[target] = model.calendars[source]
            if transfer.isMove { model.calendars[source] = nil }
        }
    }

    /// Returns what is stored of a document.
    private func object(_ document: WorldDocument) -> WorldModel.Object {
        let files = document.parts.map { part in (part.key, Set(part.attachments.compactMap(file))) }
        return WorldModel.Object(
            uid: document.uid,
            summary: document.summary,
            days: document.days,
            files: Dictionary(files) { first, _ in first }
        )
    }

    /// Returns what becomes of an ATTACH property: a file that is gone is a plain URI.
    private func file(_ attachment: CalendarText.Attachment) -> WorldModel.File? {
        if let file = attachment.inlineFile {
            let isTakenIn = file.bytes.count >= WorldSettings.inlineMinimum && !stayingInline.contains(file.label)
            return WorldModel.File(label: file.label, kind: isTakenIn ? .managed : .inline)
        }
        return registry.label(attachment.uri).map { label in
            WorldModel.File(label: label, kind: gone.contains(label) ? .plain : .managed)
        }
    }
}

extension WorldModel.Object {
    /// Changes the files of all components, or of those of some instances.
    fileprivate mutating func change(_ rid: [String]?, _ change: (inout Set<WorldModel.File>) -> Void) {
        for key in rid ?? [] { materialise(key) }
        for key in rid ?? Array(files.keys) {
            guard var changed = files[key] else { continue }
            change(&changed)
            files[key] = changed
        }
    }
}
