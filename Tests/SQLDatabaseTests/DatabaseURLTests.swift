import SQLDatabase
import Testing

struct DatabaseURLTests {
    @Test(arguments: [
        ("sqlite:metadata.sqlite", "metadata.sqlite"), ("sqlite:/var/lib/attache/m.db", "/var/lib/attache/m.db"),
        ("SQLite:m", "m"),
    ])
    func `a path follows the scheme`(text: String, path: String) throws {
        #expect(try DatabaseURL(parsing: text) == .sqlite(path: path))
    }

    @Test(arguments: [
        "", "metadata.sqlite", "postgresql://localhost/attache", "sqlite:", "sqlite::memory:", "sqlite:a\0b",
    ])
    func `anything else is refused with what is allowed`(text: String) {
        #expect {
            try DatabaseURL(parsing: text)
        } throws: { error in
            guard case .malformedURL(text, let reason) = error as? SQLError else { return false }
            return reason.contains("sqlite:")
        }
    }
}
