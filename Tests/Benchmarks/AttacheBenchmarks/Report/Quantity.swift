import FoundationEssentials

/// Figures as a reader takes them in: three digits and a unit.
enum Quantity {
    /// Returns a time, given in microseconds.
    static func time(_ microseconds: Double) -> String {
        switch microseconds {
        case ..<1000: "\(digits(microseconds)) µs"
        case ..<1_000_000: "\(digits(microseconds / 1000)) ms"
        default: "\(digits(microseconds / 1_000_000)) s"
        }
    }

    /// Returns a number of bytes.
    static func bytes(_ count: Double) -> String {
        switch count {
        case ..<1024: "\(digits(count)) B"
        case ..<1_048_576: "\(digits(count / 1024)) KiB"
        case ..<1_073_741_824: "\(digits(count / 1_048_576)) MiB"
        default: "\(digits(count / 1_073_741_824)) GiB"
        }
    }

    /// Returns a throughput: bytes for large bodies, requests for small ones.
    static func throughput(_ figures: Figures, bytesMatter: Bool) -> String {
        bytesMatter
            ? "\(digits(figures.bytesPerSecond / 1_000_000)) MB/s" : "\(digits(figures.requestsPerSecond)) requests/s"
    }

    /// Returns a number of things, with a comma after thousands.
    static func count(_ value: Int) -> String {
        value < 1000 ? "\(value)" : count(value / 1000) + "," + String(String(1000 + value % 1000).dropFirst())
    }

    /// Returns a number with three digits that count, and a comma after thousands.
    static func digits(_ value: Double) -> String {
        switch abs(value) {
        case ..<0.005: "0"
        case ..<10: fixed(value, places: 2)
        case ..<100: fixed(value, places: 1)
        default: count(Int(value.rounded()))
        }
    }

    private static func fixed(_ value: Double, places: Int) -> String {
        let factor = places == 2 ? 100 : 10
        let scaled = Int((value * Double(factor)).rounded())
        let fraction = String(scaled % factor)
        return "\(scaled / factor)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
