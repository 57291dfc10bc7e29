package import NIOCore

/// The far end of a connection, or the one that a trusted proxy named.
package struct ClientEndpoint: Hashable, Sendable {
    /// The IP address as text, or `unknown` for a connection that has none.
    package var address: String

    /// Whether the client's own connection was encrypted, as far as a trusted proxy told.
    package var isSecure: Bool

    /// Creates an endpoint.
    package init(address: String, isSecure: Bool) {
        self.address = address
        self.isSecure = isSecure
    }

    /// Creates the endpoint of a connection without a proxy in between.
    package init(remote: SocketAddress?) {
        self.init(address: remote?.ipAddress ?? "unknown", isSecure: false)
    }

    /// Whether the client is on this host.
    package var isLoopback: Bool {
        guard let address = IPAddress(parsing: address) else { return false }
        return address.isLoopback
    }

    /// Whether a credential sent over this connection could not be overheard: encrypted, or on this host.
    package var mayCarryCredentials: Bool { isSecure || isLoopback }
}
