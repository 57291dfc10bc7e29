import SQLDatabase
import ServiceSupport
import SystemPackage

/// Where the metadata database is, by the same rule as the front's.
struct MetadataLocation {
    /// The name of the database in a data directory.
    static let fileName = "metadata.sqlite"

    /// The place of the database.
    let url: DatabaseURL

    /// Reads the place from the settings.
    ///
    /// - Throws: `SettingError` when neither the database nor a data directory is named.
    init(_ settings: Settings) throws(SettingError) {
        let allowed = "sqlite:PATH"
        if let url = try settings.parsed("database-url", allowed: allowed, { try? DatabaseURL(parsing: $0) }) {
            self.url = url
            return
        }
        let directory = try settings.required(
            settings.path("data"),
            "database-url",
            allowed: allowed + ", or --data must name the front's data directory"
        )
        url = .sqlite(path: directory.appending(Self.fileName).string)
    }
}
