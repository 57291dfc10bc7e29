/// Reads the parameters of a content line that is well formed (RFC 5545 §3.1: `*(";" param)`), one after the other.
struct ParameterReader {
    private var rest: ArraySlice<UInt8>

    /// Makes a reader.
    ///
    /// - Parameter octets: All parameters, each behind a semicolon.
    init(_ octets: ArraySlice<UInt8>) {
        rest = octets
    }

    /// One parameter as written.
    struct Field {
        /// The name.
        let name: ArraySlice<UInt8>
        /// The values, with quotes, escapes, and the commas between them.
        fileprivate let list: ArraySlice<UInt8>
    }

    /// Returns the next parameter, or nil behind the last.
    mutating func next() -> Field? {
        guard let semicolon = rest.popFirst(), semicolon == Octet.semicolon else { return nil }
        let name = rest.prefix { $0 != Octet.equals }
        let list = rest.dropFirst(name.count + 1).prefix(beforeUnquoted: Octet.semicolon)
        rest = rest[list.endIndex...]
        return Field(name: name, list: list)
    }

    /// Returns all parameters with their values decoded.
    func parameters() -> [Parameter] {
        var reader = self
        var parameters: [Parameter] = []
        while let field = reader.next() {
            parameters.append(Parameter(name: String(decoding: field.name, as: UTF8.self), values: field.values()))
        }
        return parameters
    }

    /// Returns the first value of the first parameter with a name, decoded.
    ///
    /// - Parameter name: The name, without regard to case.
    /// - Returns: The value, or nil when there is no such parameter.
    func firstValue(of name: String) -> String? {
        var reader = self
        while let field = reader.next() {
            if field.name.span.equalsIgnoringCase(name.utf8.span) { return field.firstValue }
        }
        return nil
    }

    /// The number of values of all parameters.
    ///
    /// Outside quotes each semicolon begins a parameter, which has a value at least, and each comma another value of it.
    var valueCount: Int {
        var (count, isQuoted) = (0, false)
        let octets = rest.span
        for index in octets.indices {
            switch octets[index] {
            case Octet.quote: isQuoted.toggle()
            case Octet.semicolon, Octet.comma: count += isQuoted ? 0 : 1
            default: break
            }
        }
        return count
    }
}

extension ParameterReader.Field {
    /// The first value, decoded.
    var firstValue: String {
        Self.decoded(list.prefix(beforeUnquoted: Octet.comma))
    }

    /// Returns the values, decoded.
    func values() -> [String] {
        var values: [String] = []
        forEachValue { values.append(Self.decoded($0)) }
        return values
    }

    /// Visits the values as they are written.
    ///
    /// - Parameter body: Receives each value.
    func forEachValue(_ body: (ArraySlice<UInt8>) -> Void) {
        var rest = list
        while true {
            let value = rest.prefix(beforeUnquoted: Octet.comma)
            body(value)
            guard value.endIndex < rest.endIndex else { return }
            rest = rest[(value.endIndex + 1)...]
        }
    }

    private static func decoded(_ value: ArraySlice<UInt8>) -> String {
        let text = value.first == Octet.quote ? value.dropFirst().dropLast() : value
        return ParameterEncoding.decode(String(decoding: text, as: UTF8.self))
    }
}

extension ArraySlice<UInt8> {
    /// Returns what is before the first octet of a kind that stands outside quotes, or everything.
    fileprivate func prefix(beforeUnquoted separator: UInt8) -> ArraySlice<UInt8> {
        var isQuoted = false
        return prefix { octet in
            if octet == Octet.quote { isQuoted.toggle() }
            return isQuoted || octet != separator
        }
    }
}
