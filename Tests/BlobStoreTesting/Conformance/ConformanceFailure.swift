import BlobModel

/// Says in which way a store breaks the contract of `BlobStorage`.
package struct ConformanceFailure: Error, CustomStringConvertible {
    /// The sentence that was not true, and where it stands.
    package let description: String

    /// Makes a failure.
    init(_ sentence: String, file: StaticString, line: UInt) {
        description = "\(sentence) (\(file):\(line))"
    }
}

/// Throws unless a condition holds.
///
/// - Parameters:
///   - condition: What the contract says.
///   - sentence: What is wrong when it does not hold.
///   - file: Where the condition stands.
///   - line: Where the condition stands.
/// - Throws: ``ConformanceFailure``.
func require(
    _ condition: Bool,
    _ sentence: String,
    file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard condition else { throw ConformanceFailure(sentence, file: file, line: line) }
}

/// Throws unless a call fails with the error that the contract names.
///
/// - Parameters:
///   - expected: The error that the contract names.
///   - file: Where the call stands.
///   - line: Where the call stands.
///   - call: The call that must fail.
/// - Throws: ``ConformanceFailure``.
func requireFailure(
    _ expected: BlobError,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ call: () async throws -> Void
) async throws {
    do {
        try await call()
    } catch let error as BlobError {
        try require(error == expected, "“\(error)” came instead of “\(expected)”", file: file, line: line)
        return
    }
    throw ConformanceFailure("The call succeeded instead of “\(expected)”", file: file, line: line)
}
