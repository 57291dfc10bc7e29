import NIOHTTP1

/// Something that a client does to its home.
enum WorldOperation: Sendable {
    /// Adds a file to all instances, or to some (RFC 8607 §3.4).
    case add(WorldModel.Place, rid: [String]?, WorldFile)
    /// Puts a file in the place of another one (RFC 8607 §3.5).
    case update(WorldModel.Place, String, id: String, WorldFile)
    /// Removes a file from all instances, or from some (RFC 8607 §3.6).
    case remove(WorldModel.Place, String, id: String, rid: [String]?)
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

    /// The places whose former entity tags say nothing any more once this was done, whatever became of it.
    ///
    /// What is moved may keep its tag, and what is moved back then has one that a client knows.
    func confuses(_ place: WorldModel.Place) -> Bool {
        switch self {
        case .transfer(let source, let target, _): place == source || place == target
        case .transferCalendar(let source, let target, _): place.calendar == source || place.calendar == target
        case .makeCalendar(let name), .deleteCalendar(let name): place.calendar == name
        case .add, .update, .remove, .put, .delete: false
        }
    }

    /// The one object that is changed under a condition; nil where there is none.
    var target: WorldModel.Place? {
        switch self {
        case .add(let place, _, _), .update(let place, _, _, _), .remove(let place, _, _, _), .put(let place, _),
            .delete(let place):
            place
        case .transfer, .makeCalendar, .deleteCalendar, .transferCalendar: nil
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
}

extension WorldOperation {
    /// Sends the request.
    ///
    /// - Parameters:
    ///   - client: Whose home it is about.
    ///   - tag: The entity tag that the object must have.
    /// - Returns: The answer.
    /// - Throws: The errors of a connection: the answer is lost, and the request perhaps not.
    func send(as client: CalendarClient, ifMatch tag: String?) async throws -> Answer {
        var fields: HTTPHeaders = tag.map { ["If-Match": $0] } ?? [:]
        let home = client.home
        switch self {
        case .add(let place, let rid, let file):
            return try await client.post("attachment-add", rid: rid, file, to: place, fields)
        case .update(let place, _, let id, let file):
            return try await client.post("attachment-update&managed-id=\(id)", rid: nil, file, to: place, fields)
        case .remove(let place, _, let id, let rid):
            return try await client.post("attachment-remove&managed-id=\(id)", rid: rid, nil, to: place, fields)
        case .put(let place, let document):
            fields.add(name: "Content-Type", value: "text/calendar; charset=utf-8")
            return try await client.send(.PUT, home + place.path, fields, body: document.octets)
        case .delete(let place):
            return try await client.send(.DELETE, home + place.path, fields)
        case .transfer(let source, let target, let transfer):
            return try await client.transfer(source.path, to: target.path, transfer)
        case .makeCalendar(let name):
            return try await client.send(.MKCALENDAR, "\(home)\(name)/")
        case .deleteCalendar(let name):
            return try await client.send(.DELETE, "\(home)\(name)/")
        case .transferCalendar(let source, let target, let transfer):
            return try await client.transfer("\(source)/", to: "\(target)/", transfer)
        }
    }
}

extension WorldModel.Place {
    /// The path below the home.
    var path: String { "\(calendar)/\(name)" }
}

extension CalendarClient {
    /// The path of the user's home.
    var home: String { "/calendars/\(credentials?.user ?? "nobody")/" }

    fileprivate func post(
        _ action: String,
        rid: [String]?,
        _ file: WorldFile?,
        to place: WorldModel.Place,
        _ fields: HTTPHeaders
    ) async throws -> Answer {
        var fields = fields
        if let file {
            fields.add(name: "Content-Type", value: "application/octet-stream")
            fields.add(name: "Content-Disposition", value: "attachment; filename=\(file.label)")
        }
        let instances = rid.map { "&rid=" + $0.joined(separator: ",") } ?? ""
        return try await send(.POST, "\(home)\(place.path)?action=\(action)\(instances)", fields, body: file?.bytes)
    }

    fileprivate func transfer(_ source: String, to target: String, _ transfer: WorldTransfer) async throws -> Answer {
        let fields: HTTPHeaders = [
            "Destination": url(home + target), "Overwrite": transfer.overwrites ? "T" : "F",
        ]
        return try await send(transfer.isMove ? .MOVE : .COPY, home + source, fields)
    }
}
