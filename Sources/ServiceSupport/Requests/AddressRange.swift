/// A set of addresses with a common prefix, such as `10.0.0.0/8`, or a single address.
package struct AddressRange: Hashable, Sendable {
    /// What ``init(parsing:)`` takes, as the end of the sentence "it must be …".
    package static let grammar = "addresses or ranges separated by commas, such as 127.0.0.1, 10.0.0.0/8 or fd00::/8"

    private let address: IPAddress
    private let bits: Int

    /// Parses an address, or an address, a slash, and the number of leading bits that count.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parsing: String(parts[0])) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard let number = SettingSyntax.unsigned(parts[1]), number <= UInt64(width) else { return nil }
            length = Int(number)
        }
        self.address = address
        bits = 128 - width + length
    }

    /// Parses ranges that are separated by commas; nil when one is malformed.
    package static func list(_ text: String) -> [AddressRange]? {
        let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
        let ranges = parts.compactMap { AddressRange(parsing: $0) }
        return ranges.count == parts.count ? ranges : nil
    }

    /// Returns whether an address is in the range.
    package func contains(_ other: IPAddress) -> Bool {
        let whole = bits / 8
        guard address.bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        guard bits % 8 != 0 else { return true }
        let mask = UInt8(0xFF) << UInt8(8 - bits % 8)
        return address.bytes[whole] & mask == other.bytes[whole] & mask
    }
}
