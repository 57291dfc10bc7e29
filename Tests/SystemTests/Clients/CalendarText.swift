/// An iCalendar text as a client reads it: unfolded lines, found by name.
///
/// It is written for the stories alone, so that they do not ask the code that they test.
struct CalendarText: Equatable, Sendable {
    /// An ATTACH property of a managed attachment.
    struct Attachment: Equatable, Sendable {
        /// The parameters by their names in upper case.
        let parameters: [String: String]
        /// The value.
        let uri: String

        /// The managed ID.
        var managedID: String? { parameters["MANAGED-ID"] }
    }

    /// The octets as they came.
    let octets: [UInt8]

    /// The unfolded lines (RFC 5545 §3.1), without their ends.
    let lines: [String]

    /// Reads a text.
    init(_ octets: [UInt8]) {
        self.octets = octets
        lines = Self.unfolded(octets).split(separator: 0x0A, omittingEmptySubsequences: true).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }

    /// The ATTACH properties, in their order.
    var attachments: [Attachment] {
        lines.filter { $0.uppercased().hasPrefix("ATTACH") }.compactMap(Self.attachment)
    }

    /// Returns the lines of properties with a name.
    func lines(named name: String) -> [String] {
        lines.filter { $0.hasPrefix(name + ":") || $0.hasPrefix(name + ";") }
    }

    /// Returns the lines without those of some properties.
    func lines(without names: [String]) -> [String] {
        lines.filter { line in !names.contains { line.hasPrefix($0 + ":") || line.hasPrefix($0 + ";") } }
    }

    /// Whether no line is longer than 75 octets without its end, and all end in CRLF (RFC 5545 §3.1).
    var isFolded: Bool {
        let physical = octets.split(separator: 0x0A, omittingEmptySubsequences: false)
        return physical.dropLast().allSatisfy { $0.last == 0x0D && $0.count <= 76 } && physical.last?.isEmpty == true
    }

    private static func unfolded(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < octets.count {
            let isFold =
                index + 2 < octets.count && octets[index] == 0x0D && octets[index + 1] == 0x0A
                && [0x20, 0x09].contains(octets[index + 2])
            if !isFold { result.append(octets[index]) }
            index += isFold ? 3 : 1
        }
        return result
    }

    private static func attachment(_ line: String) -> Attachment? {
        var isQuoted = false
        var parts = [""]
        var rest = Substring(line)
        while let character = rest.popFirst() {
            switch character {
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted: parts.append("")
            case ":" where !isQuoted:
                let pairs = parts.dropFirst().map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
                let parameters = pairs.filter { $0.count == 2 }.map { ($0[0].uppercased(), $0[1]) }
                return Attachment(parameters: Dictionary(parameters) { first, _ in first }, uri: String(rest))
            default: parts[parts.count - 1].append(character)
            }
        }
        return nil
    }
}
