/// A number of bytes for people to read: with a unit and three digits at least.
struct ByteText: CustomStringConvertible {
    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    private let bytes: UInt64

    /// Takes a number of bytes.
    init(_ bytes: UInt64) {
        self.bytes = bytes
    }

    /// The number in the largest unit of which there is one, such as `1.4 GiB`.
    var description: String {
        guard bytes >= 1_024 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        let exponent = (63 - bytes.leadingZeroBitCount) / 10
        let tenths = bytes.multipliedFullWidth(by: 10)
        let shift = UInt64(10 * exponent)
        // A tenth is cut off, never rounded up to a unit that is not reached.
        let scaled = tenths.high << (64 - shift) | tenths.low >> shift
        let unit = Self.units[exponent - 1]
        return scaled >= 1_000 ? "\(scaled / 10) \(unit)" : "\(scaled / 10).\(scaled % 10) \(unit)"
    }
}
