/// Something that a client does to its home.
enum WorldOperation: Sendable {
    /// Adds a file to all instances, or to some (RFC 8607 §3.4).
    case add(WorldModel.Place, rid: [String]?, WorldFile)
    /// Puts a file in the place of another one (RFC 8607 §3.5).
    case update(WorldModel.Place, String, id: String, WorldFile)
    /// Removes a file from all instances, or from some (RFC 8607 §3.6).
    case remove(WorldModel.Place, String, id: String, rid: [String]?)
    /// Brings back a file that was removed, into an event, by the event's page.
    case restore(WorldModel.Place, String, id: String)
    /// Stores calendar data (RFC 8607 §3.7 to §3.9).
    case put(WorldModel.Place, WorldDocument)
    /// Removes an object.
    case delete(WorldModel.Place)
    /// Copies or moves an object.
    case transfer(WorldModel.Place, to: WorldModel.Place, WorldTransfer)
    /// Makes a calendar.
    case makeCalendar(String)
    /// Removes a calendar with all that is in it.
    case deleteCalendar(String)
    /// Copies or moves a calendar with all that is in it.
    case transferCalendar(String, to: String, WorldTransfer)
    /// Has the operator take a file away from everybody (RFC 8607 §3.11.5).
    case withdraw(String, id: String)
    /// Has the operator end the grace of all that was removed.
    case purge

    /// The places whose former entity tags say nothing any more once this was done, whatever became of it.
    ///
    /// What is moved may keep its tag, and what is moved back then has one that a client knows.
    func confuses(_ place: WorldModel.Place) -> Bool {
        switch self {
        case .transfer(let source, let target, _): place == source || place == target
        case .transferCalendar(let source, let target, _): place.calendar == source || place.calendar == target
        case .makeCalendar(let name), .deleteCalendar(let name): place.calendar == name
        case .add, .update, .remove, .restore, .put, .delete, .withdraw, .purge: false
        }
    }

    /// The one object that is changed under a condition; nil where there is none.
    var target: WorldModel.Place? {
        switch self {
        case .add(let place, _, _), .update(let place, _, _, _), .remove(let place, _, _, _), .restore(let place, _, _),
            .put(let place, _), .delete(let place):
            place
        case .transfer, .makeCalendar, .deleteCalendar, .transferCalendar, .withdraw, .purge: nil
        }
    }
}

/// How something is copied or moved (RFC 4918 §9.8, §9.9).
struct WorldTransfer: Sendable {
    /// Whether the original goes.
    let isMove: Bool
    /// Whether what is at the destination may be replaced.
    let overwrites: Bool
}

/// A file that is attached.
struct WorldFile: Sendable {
    /// The label, which is also the file's name.
    let label: String
    /// The bytes.
    let bytes: [UInt8]

    /// Whether the scanner finds something in it.
    var isInfected: Bool { bytes.suffix(LocalClamd.marker.utf8.count).elementsEqual(LocalClamd.marker.utf8) }
}

extension WorldOperation {
    /// The file that is sent as an attachment.
    var file: WorldFile? {
        switch self {
        case .add(_, _, let file), .update(_, _, _, let file): file
        default: nil
        }
    }

    /// The files in calendar data that is sent.
    var inlineFiles: [WorldFile] {
        if case .put(_, let document) = self { document.inlineFiles } else { [] }
    }

    /// Returns the labels of the files in calendar data that become attachments, but for those that stay.
    func takenIn(besides staying: Set<String>) -> Set<String> {
        let large = inlineFiles.filter { $0.bytes.count >= WorldSettings.inlineMinimum }
        return Set(large.map(\.label)).subtracting(staying)
    }

    /// The operation for the messages of expectations, without bytes.
    var summary: String {
        switch self {
        case .add(let place, let rid, let file): "add \(file.label) to \(place.path) \(rid ?? [])"
        case .update(let place, let label, _, let file): "update \(label) of \(place.path) to \(file.label)"
        case .remove(let place, let label, _, let rid): "remove \(label) from \(place.path) \(rid ?? [])"
        case .restore(let place, let label, _): "restore \(label) in \(place.path)"
        case .put(let place, let document):
            "PUT \(place.path) with \(inlineFiles.map(\.label)): "
                + String(decoding: document.withoutInline().octets, as: UTF8.self)
        default: "\(self)"
        }
    }
}

extension WorldModel.Place {
    /// The path below the home.
    var path: String { "\(calendar)/\(name)" }
}
