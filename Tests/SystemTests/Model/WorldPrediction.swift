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

    /// What is the case.
    let circumstances: WorldCircumstances

    /// Returns what becomes of the home.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - isCurrent: Whether the entity tag that is demanded is the object's, which it also is where none is.
    /// - Returns: The one outcome, as long as ``circumstances`` are right.
    func outcome(of operation: WorldOperation, isCurrent: Bool) -> WorldOutcome {
        var after = model
        var reasons = refusals(of: operation)
        if !isCurrent { reasons.insert(412) }
        if isRefusedByScanner(operation) { reasons.insert(403) }
        guard reasons.isEmpty else { return .refused(reasons) }
        apply(operation, to: &after)
        return .done(after)
    }

    private func apply(_ operation: WorldOperation, to model: inout WorldModel) {
        switch operation {
        case .add(let place, let rid, let file):
            change(&model[place], at: rid) { $0.insert(.init(label: file.label, kind: .managed)) }
        case .update(let place, let old, _, let file):
            change(&model[place], at: nil) { files in
                guard files.remove(.init(label: old, kind: .managed)) != nil else { return }
                files.insert(.init(label: file.label, kind: .managed))
            }
        case .remove(let place, let label, _, let rid):
            change(&model[place], at: rid) { $0.remove(.init(label: label, kind: .managed)) }
        case .restore(let place, let label, _): bringBack(label, to: &model[place])
        case .put(let place, let document):
            model[place] = object(document, at: place).following(model[place], sent: circumstances.sent)
        case .delete(let place): model[place] = nil
        case .transfer(let source, let target, let transfer):
            model[target] = transfer.isMove ? model[source] : copy(of: source, to: target)
            if transfer.isMove { model[source] = nil }
        case .makeCalendar(let name): model.calendars[name] = [:]
        case .deleteCalendar(let name): model.calendars[name] = nil
        case .transferCalendar(let source, let target, let transfer):
            let objects = model.calendars[source]
            model.calendars[target] = transfer.isMove ? objects : objects?.mapValues(copyWithCalendar)
            if transfer.isMove { model.calendars[source] = nil }
        // Calendar data stay as they are (RFC 8607 §3.11.5).
        case .withdraw, .purge: break
        }
    }

    /// Changes the files of all components, or of those of some instances.
    private func change(
        _ object: inout WorldModel.Object?,
        at rid: [String]?,
        _ change: (inout Set<WorldModel.File>) -> Void
    ) {
        guard let old = object else { return }
        var new = old
        for key in rid ?? [] { new.materialise(key) }
        for key in rid ?? Array(new.files.keys) {
            guard var changed = new.files[key] else { continue }
            change(&changed)
            new.files[key] = changed
        }
        object = new.following(old, sent: circumstances.sent)
    }

    /// Puts a file on the components that had it, or on all where none of those is there any more.
    private func bringBack(_ label: String, to object: inout WorldModel.Object?) {
        let keys = Set(object?.files.keys.map { $0 } ?? [])
        let present = circumstances.carriers.map(keys.intersection) ?? keys
        change(&object, at: Array(present.isEmpty ? keys : present)) { $0.insert(.init(label: label, kind: .managed)) }
    }

    // MARK: Copies

    /// Returns what a copy of an object is: as a PUT of its data would be.
    private func copy(of source: WorldModel.Place, to target: WorldModel.Place) -> WorldModel.Object? {
        guard var copy = model[source] else { return nil }
        copy.files = copy.files.mapValues { files in
            Set(files.map { $0.isManaged ? .init(label: $0.label, kind: kind(of: $0.label, at: target)) : $0 })
        }
        return copy.following(model[target], sent: circumstances.sent)
    }

    /// Returns what a copy of an object is that came with its calendar: the same data, without links to what is withdrawn.
    private func copyWithCalendar(_ object: WorldModel.Object) -> WorldModel.Object {
        var copy = object
        copy.past = WorldPast()
        copy.past.unlinked = object.past.unlinked.union(object.labels.intersection(circumstances.withdrawn))
        let doomed = object.labels.intersection(registry.doomed)
        copy.past.loose = object.past.loose.union(doomed).subtracting(copy.past.unlinked)
        return copy
    }

    // MARK: Calendar data

    /// Returns what is stored of a document.
    private func object(_ document: WorldDocument, at place: WorldModel.Place) -> WorldModel.Object {
        let files = document.parts.map { part in (part.key, Set(part.attachments.compactMap { file($0, at: place) })) }
        return WorldModel.Object(
            uid: document.uid,
            summary: document.summary,
            days: document.days,
            files: Dictionary(files) { first, _ in first }
        )
    }

    /// Returns what becomes of an ATTACH property.
    private func file(_ attachment: CalendarText.Attachment, at place: WorldModel.Place) -> WorldModel.File? {
        if let file = attachment.inlineFile {
            let isTakenIn = file.bytes.count >= WorldSettings.inlineMinimum
            let isKept = isTakenIn && !circumstances.stayingInline.contains(file.label)
            return WorldModel.File(label: file.label, kind: isKept ? .managed : .inline)
        }
        return registry.label(attachment.uri).map { WorldModel.File(label: $0, kind: kind(of: $0, at: place)) }
    }

    /// A file that is gone, or that was withdrawn and comes to an event that does not have it, is a plain URI.
    private func kind(of label: String, at place: WorldModel.Place) -> WorldModel.File.Kind {
        if circumstances.withdrawn.contains(label) { return isLinked(label, at: place) ? .managed : .plain }
        return circumstances.gone.contains(label) ? .plain : .managed
    }

    private func isLinked(_ label: String, at place: WorldModel.Place) -> Bool {
        guard let object = model[place], object.labels.contains(label) else { return false }
        return !object.past.unlinked.union(circumstances.unlinked).contains(label)
    }
}
