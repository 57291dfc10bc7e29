/// Who is taken for the client of a listener's requests: the far end, or whom a trusted proxy names by
/// `X-Forwarded-For` and `X-Forwarded-Proto`, as nginx and Caddy send them.
package struct ClientPolicy: Sendable {
    /// The addresses whose forwarding fields are believed.
    package let trustedProxies: [AddressRange]

    /// Whether the listener itself speaks TLS.
    package let isEncrypted: Bool

    /// Creates a policy; with no trusted proxy, forwarding fields mean nothing.
    package init(trustedProxies: [AddressRange] = [], isEncrypted: Bool = false) {
        self.trustedProxies = trustedProxies
        self.isEncrypted = isEncrypted
    }

    /// Returns the client of a request: the last address that no trusted proxy has.
    ///
    /// Addresses before that one are whatever the client wrote itself.
    ///
    /// - Parameters:
    ///   - remote: The far end of the connection.
    ///   - values: Returns the values of a field by its name, in their order.
    /// - Returns: The client.
    func client(_ remote: ClientEndpoint, values: (String) -> [String]) -> ClientEndpoint {
        var client = remote
        client.isSecure = isEncrypted
        guard isTrusted(remote.address) else { return client }
        let scheme = values("X-Forwarded-Proto").last?.split(separator: ",").last?.filter { $0 != " " }
        client.isSecure = scheme?.lowercased() == "https"
        let hops = values("X-Forwarded-For").flatMap {
            $0.filter { $0 != " " }.split(separator: ",").map(String.init)
        }
        for hop in hops.reversed() {
            guard IPAddress(parsing: hop) != nil else { break }
            client.address = hop
            guard isTrusted(hop) else { break }
        }
        return client
    }

    private func isTrusted(_ text: String) -> Bool {
        guard !trustedProxies.isEmpty, let address = IPAddress(parsing: text) else { return false }
        return trustedProxies.contains { $0.contains(address) }
    }
}
