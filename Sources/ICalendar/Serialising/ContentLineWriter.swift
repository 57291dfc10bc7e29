/// Writes components: lines with a source as they came, others composed and folded.
struct ContentLineWriter {
    /// What was written so far.
    private(set) var octets: [UInt8] = []
    private let lineEnding: [UInt8]

    // RFC 5545 §3.1: "Lines of text SHOULD NOT be longer than 75 octets, excluding the line break."
    private static let maximumLineOctets = 75

    /// Makes a writer that has written nothing.
    ///
    /// - Parameters:
    ///   - lineEnding: The line ending of lines that have no source.
    ///   - expectedOctets: How much is likely to be written.
    init(lineEnding: LineEnding, expectedOctets: Int = 0) {
        self.lineEnding = lineEnding.octets
        octets.reserveCapacity(expectedOctets)
    }

    /// Writes a component with all that it contains.
    ///
    /// - Parameter component: The component; its depth is bounded by the parser's limit.
    mutating func write(_ component: Component) {
        write(component.begin, or: "BEGIN:\(component.name)")
        for content in component.contents {
            switch content {
            case .property(let property): write(property)
            case .component(let inner): write(inner)
            }
        }
        write(component.end, or: "END:\(component.name)")
    }

    /// Writes a property.
    ///
    /// - Parameter property: The property.
    mutating func write(_ property: Property) {
        guard let source = property.source else {
            return writeFolded(Self.line(for: property))
        }
        octets.append(contentsOf: source.octets)
    }

    private mutating func write(_ source: SourceLine?, or line: @autoclosure () -> String) {
        guard let source else { return writeFolded(line()) }
        octets.append(contentsOf: source.octets)
    }

    private static func line(for property: Property) -> String {
        var line = property.name
        for parameter in property.parameters {
            line += ";\(parameter.name)=\(parameter.values.map(ParameterEncoding.encode).joined(separator: ","))"
        }
        return line + ":" + property.value
    }

    /// Writes a line in pieces of at most 75 octets that are cut between UTF-8 sequences.
    ///
    /// Control characters have no representation and are left out; no value can begin a line of its own.
    private mutating func writeFolded(_ line: String) {
        var length = 0
        for octet in line.utf8 where !Octet.isControl(octet) {
            if length + Octet.sequenceLength(octet) > Self.maximumLineOctets {
                octets.append(contentsOf: lineEnding)
                octets.append(Octet.space)
                length = 1
            }
            octets.append(octet)
            length += 1
        }
        octets.append(contentsOf: lineEnding)
    }
}
