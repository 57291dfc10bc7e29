/// The place of a metadata database, as an operator writes it.
///
/// `sqlite:PATH` names a file, relative to the working directory unless PATH begins with a slash.
package enum DatabaseURL: Hashable, Sendable {
    /// An SQLite database in the file at `path`.
    case sqlite(path: String)

    /// Reads a database URL.
    ///
    /// - Throws: `SQLError.malformedURL` with what is allowed.
    package init(parsing text: String) throws(SQLError) {
        guard let colon = text.firstIndex(of: ":"), text[..<colon].lowercased() == "sqlite" else {
            throw .malformedURL(text, reason: "it must be sqlite:PATH")
        }
        let path = String(text[text.index(after: colon)...])
        guard !path.isEmpty, !path.hasPrefix(":"), !path.contains("\0") else {
            throw .malformedURL(text, reason: "sqlite: must be followed by the path of a file")
        }
        self = .sqlite(path: path)
    }

    /// Opens the database, creating it when it does not exist.
    ///
    /// - Throws: `SQLError.cannotOpen`, `.corrupt`, `.busy`.
    package func open() async throws -> any SQLDatabase {
        switch self {
        case .sqlite(let path): try await SQLiteDatabase.open(path: path)
        }
    }
}
