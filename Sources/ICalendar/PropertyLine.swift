/// A content line that is a property, and where its parts begin: they are read when somebody asks for them.
struct PropertyLine: Sendable {
    /// The line.
    let source: SourceLine
    private let nameCount: UInt32
    private let valueOffset: UInt32

    /// Notes the parts of a well formed line.
    ///
    /// - Parameters:
    ///   - source: The line.
    ///   - nameCount: The octets of its name.
    ///   - valueOffset: The octets before its value.
    init(_ source: SourceLine, nameCount: Int, valueOffset: Int) {
        self.source = source
        (self.nameCount, self.valueOffset) = (UInt32(nameCount), UInt32(valueOffset))
    }

    /// The name as written.
    var name: ArraySlice<UInt8> { source.content.prefix(Int(nameCount)) }

    /// The value as written, unfolded.
    var value: ArraySlice<UInt8> { source.content.dropFirst(Int(valueOffset)) }

    /// The value as text.
    var valueText: String { String(decoding: value, as: UTF8.self) }

    /// The parameters.
    var parameters: ParameterReader {
        // The colon before the value is the only octet of the line that belongs to neither.
        ParameterReader(source.content.prefix(Int(valueOffset) - 1).dropFirst(Int(nameCount)))
    }
}
