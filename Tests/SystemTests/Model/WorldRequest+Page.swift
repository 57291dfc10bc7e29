import NIOHTTP1
import Testing

extension WorldRequest {
    private static let boundary = "the-end-of-a-part"

    /// Sends what a person sends who opens the event's page and uses one of its forms.
    func sendForm() async throws -> Answer {
        guard let place = wish.operation.target, let form else { preconditionFailure("There is no such form.") }
        let event = "/my/c/\(place.path)/"
        let page = try await client.send(.GET, event)
        guard page.status == 200 else { return page }
        let token = try #require(page.hidden("token"), "\(event) has no form: \(page)")
        let fields: HTTPHeaders = [
            "Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=\(Self.boundary)",
        ]
        return try await client.send(.POST, event + form, fields, body: body(token))
    }

    /// The path of the form, below the event's page.
    private var form: String? {
        switch wish.operation {
        case .add: "files"
        case .update(_, _, let id, _): "files/\(id)/replace"
        case .remove(_, _, let id, _): "files/\(id)/remove"
        case .restore(_, _, let id): "files/\(id)/restore"
        default: nil
        }
    }

    /// The body of the form (RFC 7578 §4): the token comes first.
    private func body(_ token: String) -> [UInt8] {
        var body = Self.part("name=\"token\"", Array(token.utf8))
        if case .add(_, let rid?, _) = wish.operation {
            body += Self.part("name=\"rid\"", Array(rid.joined(separator: ",").utf8))
        }
        if let file = wish.operation.file {
            let type = "\r\nContent-Type: application/octet-stream"
            body += Self.part("name=\"file\"; filename=\"\(file.label)\"\(type)", file.bytes)
        }
        return body + Array("--\(Self.boundary)--\r\n".utf8)
    }

    private static func part(_ head: String, _ content: [UInt8]) -> [UInt8] {
        Array("--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
    }
}

extension Answer {
    /// Returns the value of a hidden field of the first form of a page.
    fileprivate func hidden(_ name: String) -> String? {
        let text = text
        guard let start = text.firstRange(of: "name=\"\(name)\" value=\"")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "\"" })
    }
}
