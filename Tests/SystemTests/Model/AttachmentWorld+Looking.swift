import NIOHTTP1
import Testing

/// What a home looks like, read from the server.
extension AttachmentWorld {
    /// An object as it was read.
    struct Sight: Sendable {
        /// What the model knows of it.
        let object: WorldModel.Object
        /// The text.
        let document: WorldDocument
        /// The entity tag.
        let tag: String?
    }

    /// Reads the answer to GET; nil where there is no object.
    mutating func read(_ answer: Answer, at place: WorldModel.Place) throws -> Sight? {
        if answer.status == 404 { return nil }
        try #require(answer.status == 200, "seed \(seed): GET \(place.path): \(answer)")
        let document = try #require(WorldDocument(answer.body), "seed \(seed): \(answer)")
        return Sight(object: registry.read(document), document: document, tag: answer["ETag"])
    }

    /// Reads the whole home, as soon as the server answers.
    mutating func observe() async throws -> WorldModel {
        var observed = WorldModel()
        for calendar in WorldChoices.calendars {
            let listing = try await answered(.PROPFIND, "\(client.home)\(calendar)/", ["Depth": "1"])
            guard listing.status == 207 else { continue }
            observed.calendars[calendar] = [:]
            for member in MultistatusText(listing.text).members where member.path.hasSuffix(".ics") {
                let name = member.path.split(separator: "/").last.map(String.init) ?? ""
                let place = WorldModel.Place(calendar: calendar, name: name)
                observed[place] = try read(try await answered(.GET, client.home + place.path), at: place)?.object
            }
        }
        return observed.visible
    }

    private func answered(_ method: HTTPMethod, _ path: String, _ fields: HTTPHeaders = [:]) async throws -> Answer {
        var last: Answer?
        _ = try await eventually(within: .seconds(60)) {
            last = try? await client.send(method, path, fields)
            return last.map { $0.status != 503 } ?? false
        }
        return try #require(last, "seed \(seed): no answer to \(method) \(path)")
    }
}
