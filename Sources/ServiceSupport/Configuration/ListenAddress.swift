/// A host and port that a listener binds to.
package struct ListenAddress: Hashable, Sendable {
    /// What ``init(parsing:)`` takes, as the end of the sentence "it must be …".
    package static let grammar = "a host and a port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080"

    /// The name or address of the interface; an IPv6 address stands without brackets.
    package let host: String

    /// The port; 0 lets the system choose one.
    package let port: Int

    /// Creates an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Parses `host:port`, where an IPv6 address stands in brackets.
    package init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = SettingSyntax.unsigned(text[text.index(after: colon)...]), port <= 65535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    /// Returns a loopback address with a port.
    package static func loopback(_ port: Int) -> ListenAddress {
        ListenAddress(host: "127.0.0.1", port: port)
    }

    /// Whether only programs of the same host can connect.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The address as `host:port`.
    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
