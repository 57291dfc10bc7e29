import BlobAPI

/// What the row of a grant keeps of an answer, so that it can be given again (`Docs/formats/upload-grant.md`).
protocol GrantAnswer: Codable, Hashable, Sendable {}

extension GrantAnswer {
    /// Reads what a row keeps.
    ///
    /// - Throws: `DecodingError` where it keeps nothing, or something else.
    init(parsing text: String?) throws {
        self = try APICoding.decode(Self.self, from: Array((text ?? "").utf8))
    }

    /// The text that a row keeps.
    ///
    /// - Throws: `EncodingError`, which numbers and strings never bring.
    func text() throws -> String {
        String(decoding: try APICoding.encode(self), as: UTF8.self)
    }
}
