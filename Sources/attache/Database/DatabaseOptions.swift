import ArgumentParser
import FoundationEssentials
import FrontService
import SQLDatabase
import ServiceSupport
import SystemPackage

/// The options by which a command finds the metadata database.
struct DatabaseOptions: ParsableArguments {
    /// The YAML file.
    @Option(name: .customLong("config"), help: "The YAML file with the front's settings.")
    var config: String?

    /// The database.
    @Option(
        name: .customLong("database-url"),
        help: "The metadata database, such as sqlite:/var/lib/attache/metadata.sqlite."
    )
    var databaseURL: String?

    /// The data directory.
    @Option(name: .customLong("data"), help: "The data directory, when the database is metadata.sqlite in it.")
    var data: String?

    /// Opens the database with the current schema, and closes it after the body; it is made where there is none.
    ///
    /// - Throws: `SettingError`, `SQLError`, or whatever `body` throws.
    func withDatabase<Value>(_ body: (any SQLDatabase) async throws -> Value) async throws -> Value {
        try await location().url.withDatabase(body)
    }

    /// Opens the database that is there, and closes it after the body: a wrong path makes no new one.
    ///
    /// - Throws: ``MissingDatabase``, `SettingError`, `SQLError`, or whatever `body` throws.
    func withExistingDatabase<Value>(_ body: (any SQLDatabase) async throws -> Value) async throws -> Value {
        try await DatabaseURL.sqlite(path: existingPath().string).withDatabase(body)
    }

    /// Returns the path of the database, which need not be there.
    ///
    /// - Throws: `SettingError`.
    func path() async throws -> FilePath {
        switch try await location().url {
        case .sqlite(let path): FilePath(path)
        }
    }

    /// Returns the path of the database that is there.
    ///
    /// - Throws: ``MissingDatabase``, `SettingError`.
    func existingPath() async throws -> FilePath {
        let path = try await path()
        guard FileManager.default.fileExists(atPath: path.string) else { throw MissingDatabase(path: path.string) }
        return path
    }

    private func location() async throws -> MetadataLocation {
        let settings = try await Settings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        return try MetadataLocation(settings)
    }

    private var flags: [SettingKey: String] {
        var flags: [SettingKey: String] = [:]
        flags["database-url"] = databaseURL
        flags["data"] = data
        return flags
    }
}

extension DatabaseURL {
    /// Opens the database with the current schema, and closes it after the body.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    func withDatabase<Value>(_ body: (any SQLDatabase) async throws -> Value) async throws -> Value {
        let database = try await open()
        do {
            try await database.migrate(FrontDependencies.migrations)
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try? await database.close()
            throw error
        }
    }
}
