import Foundation
import Testing

/// A pair of files in Fixtures: a stream, and the tree that it stands for as jCal (RFC 7265).
struct Fixture: Sendable, CustomTestStringConvertible {
    /// The path in Fixtures without extension.
    let name: String

    /// All pairs; the trees were made by another implementation and checked by eye.
    static let all = [
        "clients/all-day-with-inline-file",
        "clients/desktop-event",
        "clients/odd-folding",
        "rfc5545/3.4-object",
        "rfc5545/3.6.1-event",
        "rfc5545/3.6.2-todo",
        "rfc7265/b.2-recurring",
        "rfc8607/b-recurring-with-attachments",
    ].map(Fixture.init)

    /// The name, for reports.
    var testDescription: String { name }

    /// Returns the octets of the stream.
    func octets() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: try url("ics")))
    }

    /// Returns the expected tree.
    func tree() throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: try Data(contentsOf: try url("json")))
    }

    private func url(_ suffix: String) throws -> URL {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return folder.appendingPathComponent("\(name).\(suffix)")
    }
}
