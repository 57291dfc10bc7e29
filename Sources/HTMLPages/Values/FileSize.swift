/// A number of octets as people read it.
package struct FileSize: Hashable, Sendable, CustomStringConvertible {
    /// The octets.
    package let octets: UInt64

    /// Makes a size.
    package init(_ octets: UInt64) {
        self.octets = octets
    }

    /// The size in the greatest decimal unit of which it has one, with one digit after the point below ten.
    package var description: String {
        guard octets >= 1_000 else { return octets == 1 ? "1 byte" : "\(octets) bytes" }
        // A size that would be rounded to a thousand of a unit is one of the next.
        var (unit, scale): (Int, UInt64) = (0, 1_000)
        while unit < Self.units.count - 1, octets >= scale * 1_000 - scale / 2 {
            unit += 1
            scale *= 1_000
        }
        let tenths = rounded(scale / 10)
        let number = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(rounded(scale))"
        return "\(number) \(Self.units[unit])"
    }

    /// Returns how many of a unit the size is.
    private func rounded(_ unit: UInt64) -> UInt64 {
        octets / unit + (octets % unit >= unit / 2 ? 1 : 0)
    }

    private static let units = ["kB", "MB", "GB", "TB", "PB"]
}
