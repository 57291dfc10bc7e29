/// A kind of client, by what it does to get at the bytes of an attachment.
package enum ClientKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Apple Calendar: goes by ATTACH as it is, follows redirects, and wants https.
    case appleCalendar = "apple-calendar"
    /// A client that follows redirects to another host, without its credentials.
    case redirecting
    /// A client that puts the server of `CALDAV:managed-attachments-server-URL` into ATTACH (RFC 8607 §6.1).
    case substituting
    /// A client that follows no redirect to another host.
    case plain

    /// The name for people.
    package var title: String {
        switch self {
        case .appleCalendar: "Apple Calendar"
        case .redirecting: "A client that follows redirects"
        case .substituting: "A client that asks the attachment server itself"
        case .plain: "A client that follows no redirect"
        }
    }
}

extension Set<ClientKind> {
    /// Every kind.
    package static let all = Set(ClientKind.allCases)

    /// Those that go where a redirect leads.
    package static let followingRedirects: Set<ClientKind> = [.appleCalendar, .redirecting]

    /// Those that go by the URI in ATTACH as it is.
    package static let goingByAttach: Set<ClientKind> = [.appleCalendar, .redirecting, .plain]
}
