/// A multistatus as a client reads it (RFC 4918 §13): members by their paths, and the sync token.
///
/// It is written for the stories alone, so that they do not ask the code that they test.
struct MultistatusText: Sendable {
    /// A member that a multistatus tells of.
    struct Member: Hashable, Sendable {
        /// The path.
        let path: String
        /// The entity tag; nil when the member is gone, or has none.
        let tag: String?
    }

    /// The members, in their order.
    let members: [Member]

    /// The sync token (RFC 6578 §6.4), if there is one.
    let syncToken: String?

    /// Reads a text.
    init(_ text: String) {
        let parts = text.split(separator: "</D:response>", omittingEmptySubsequences: false)
        members = parts.dropLast().compactMap { part in
            Self.value(of: "D:href", in: part).map { Member(path: $0, tag: Self.tag(in: part)) }
        }
        syncToken = parts.last.flatMap { Self.value(of: "D:sync-token", in: $0) }
    }

    private static func tag(in part: Substring) -> String? {
        part.contains("HTTP/1.1 404") ? nil : value(of: "D:getetag", in: part)?.replacing("&quot;", with: "\"")
    }

    private static func value(of element: String, in part: Substring) -> String? {
        guard let start = part.firstRange(of: "<\(element)>"), let end = part.firstRange(of: "</\(element)>") else {
            return nil
        }
        return String(part[start.upperBound..<end.lowerBound])
    }
}
