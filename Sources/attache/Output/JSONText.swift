import FoundationEssentials

/// Values as JSON for programs to read: indented, keys in order, instants in ISO 8601.
enum JSONText {
    /// Returns a value as JSON.
    ///
    /// - Throws: `EncodingError`, for numbers that JSON has not.
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Writes a value to standard output.
    ///
    /// - Throws: `EncodingError`, for numbers that JSON has not.
    static func print(_ value: some Encodable) throws { Swift.print(try of(value)) }
}
