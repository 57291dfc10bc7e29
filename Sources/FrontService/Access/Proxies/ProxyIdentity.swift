package import CalendarStore
package import HTTPTypes
package import NIOCore
package import ServiceSupport

/// The field by which a reverse proxy that has authenticated the user names him, and the proxies that may.
///
/// From anybody else the field is dropped: it is not read, whatever it says.
package struct ProxyIdentity: Sendable {
    /// The name of the field.
    package let field: HTTPField.Name

    /// The addresses of the proxies, as the far ends of connections.
    package let proxies: [AddressRange]

    /// Creates the rule.
    package init(field: HTTPField.Name, proxies: [AddressRange]) {
        self.field = field
        self.proxies = proxies
    }

    /// Returns the user whom a trusted proxy names, or nil where it names none, or it is no trusted proxy.
    ///
    /// - Parameters:
    ///   - fields: The fields of the request.
    ///   - remote: The far end of the connection, before any forwarding field is believed.
    /// - Returns: The user.
    /// - Throws: ``AuthenticationError/malformed`` for several fields: a client's own may be among them;
    ///   ``AuthenticationError/refused`` for a name that no user can have.
    package func user(in fields: HTTPFields, from remote: SocketAddress?) throws(AuthenticationError) -> UserID? {
        guard isTrusted(remote) else { return nil }
        let values = fields[values: field].filter { !$0.isEmpty }
        guard values.count <= 1 else { throw .malformed }
        guard let name = values.first else { return nil }
        guard let user = UserID(parsing: name) else { throw .refused }
        return user
    }

    private func isTrusted(_ remote: SocketAddress?) -> Bool {
        guard let text = remote?.ipAddress, let address = IPAddress(parsing: text) else { return false }
        return proxies.contains { $0.contains(address) }
    }
}
