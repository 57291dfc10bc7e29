/// An IPv4 or IPv6 address as 16 bytes; IPv4 is held in its mapped form (RFC 4291 §2.5.5.2).
package struct IPAddress: Hashable, Sendable {
    /// The bytes of the address in network order; always 16.
    package let bytes: [UInt8]

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Parses a dotted quad or an IPv6 text (RFC 4291 §2.2), without brackets and without a zone.
    package init?(parsing text: String) {
        if let quad = Self.quad(text) {
            bytes = Self.mappedPrefix + quad
        } else if let groups = Self.groups(text) {
            bytes = groups
        } else {
            return nil
        }
    }

    /// Whether the address is IPv4 or IPv4 mapped into IPv6.
    package var isIPv4: Bool { bytes.starts(with: Self.mappedPrefix) }

    /// Whether the address is of this host.
    package var isLoopback: Bool {
        isIPv4 ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    private static func quad(_ text: String) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part in
            part.count <= 3 ? SettingSyntax.unsigned(Substring(part)).flatMap(UInt8.init(exactly:)) : nil
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func groups(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard text.contains(":"), halves.count <= 2, let head = run(halves[0]) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = run(halves[1]), head.count + tail.count <= 14 else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups joined by colons; the last may be a dotted quad.
    private static func run(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let quad = quad(String(part)) {
                bytes += quad
            } else if (1...4).contains(part.count), let group = UInt16(part, radix: 16), !part.hasPrefix("+") {
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes
    }
}
