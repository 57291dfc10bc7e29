import NIOHTTP1

/// A request as a client of a home sends it.
struct WorldRequest: Sendable {
    /// Who sends it.
    let client: CalendarClient

    /// What is wanted, on which condition, and which way.
    let wish: WorldClient.Wish

    /// The operator's tool, for what an operator does.
    var tool: WorldTool?

    /// Sends it.
    ///
    /// - Returns: What came back; without an answer where a connection ended, and the request perhaps took effect.
    func send() async -> WorldReply {
        switch wish.way {
        case .streaming: WorldReply(answer: try? await stream())
        case .expecting(let pause): await sendExpecting(pausing: pause)
        case .page: WorldReply(answer: try? await sendForm())
        case .tool: WorldReply(answer: try? await tool?.carryOut(wish.operation, in: client))
        }
    }

    private func stream() async throws -> Answer {
        let home = client.home
        switch wish.operation {
        case .add, .update, .remove:
            return try await client.send(.POST, target, fields, body: wish.operation.file?.bytes)
        case .put(let place, let document):
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
        case .restore, .withdraw, .purge: preconditionFailure("There is no such request of a calendar client.")
        }
    }

    /// The fields that tell of the condition and of the body.
    var fields: HTTPHeaders {
        var fields: HTTPHeaders = wish.seen?.tag.map { ["If-Match": $0] } ?? [:]
        if let file = wish.operation.file {
            fields.add(name: "Content-Type", value: "application/octet-stream")
            fields.add(name: "Content-Disposition", value: "attachment; filename=\(file.label)")
        }
        if case .put = wish.operation { fields.add(name: "Content-Type", value: "text/calendar; charset=utf-8") }
        return fields
    }

    /// The path and the query of a POST (RFC 8607 §3.3).
    var target: String {
        switch wish.operation {
        case .add(let place, let rid, _): action("attachment-add", at: place, rid: rid)
        case .update(let place, _, let id, _): action("attachment-update&managed-id=\(id)", at: place)
        case .remove(let place, _, let id, let rid): action("attachment-remove&managed-id=\(id)", at: place, rid: rid)
        default: preconditionFailure("Only attachments have actions.")
        }
    }

    private func action(_ action: String, at place: WorldModel.Place, rid: [String]? = nil) -> String {
        let instances = rid.map { "&rid=" + $0.joined(separator: ",") } ?? ""
        return "\(client.home)\(place.path)?action=\(action)\(instances)"
    }
}

extension CalendarClient {
    /// The path of the user's home.
    var home: String { "/calendars/\(credentials?.user ?? "nobody")/" }

    fileprivate func transfer(_ source: String, to target: String, _ transfer: WorldTransfer) async throws -> Answer {
        let fields: HTTPHeaders = [
            "Destination": url(home + target), "Overwrite": transfer.overwrites ? "T" : "F",
        ]
        return try await send(transfer.isMove ? .MOVE : .COPY, home + source, fields)
    }
}
