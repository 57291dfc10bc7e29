import ServiceSupport

/// The part of a client's address by which failures are counted.
///
/// An IPv4 address counts by itself. Of an IPv6 address the first 64 bits count: a single host has all addresses of its
/// network (RFC 4291 §2.5.4), and would otherwise have as many attempts.
struct ClientNetwork: Hashable, Sendable {
    private enum Identity: Hashable, Sendable {
        case prefix([UInt8])
        case text(String)
    }

    private let identity: Identity

    /// Finds the network of an address, with or without a zone; any other text counts by itself.
    init(of address: String) {
        guard let parsed = IPAddress(parsing: String(Substring(address.utf8.prefix { $0 != UInt8(ascii: "%") }))) else {
            identity = .text(address)
            return
        }
        identity = .prefix(parsed.isIPv4 ? parsed.bytes : Array(parsed.bytes.prefix(8)))
    }
}
