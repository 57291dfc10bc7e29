import ArgumentParser
import CalendarExchange
import FoundationEssentials
import FrontService
import ManagedAttachments
import SQLDatabase
import ServiceSupport
import SystemPackage

/// `attache import`.
struct ImportCommand: AsyncParsableCommand {
    /// What `attache import --help` says.
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Stores the events of iCalendar files in a user's calendars, with their attachments.",
        discussion: """
            FILES are .ics files, folders or .zip files with .ics files, or what "attache export" has made. A file goes to the calendar of its name, or to that of the export, or to the one of --calendar; it is \
            made where there is none. Attachments that stand in the data, or in files of the same folder, become \
            managed attachments; for a single .ics file the files beside it are left alone without --with-files. \
            Symbolic links are not followed, and files whose name begins with a dot are not attached.

            The front may run. What has a UID that the calendar has already is left alone, so that an import can be run \
            again; with --replace it is replaced where it differs, and the same import changes nothing the second time. \
            Nothing is removed from a calendar. Each object is held against the rules that a PUT is held against. Nobody \
            is invited, and quotas do not count. Where the settings have scan.clamd, the front scans the files soon \
            after. What cannot be imported is said, and the exit code is 1 then.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks the nodes.
    @OptionGroup(title: "Nodes") var blobs: BlobOptions

    /// The URL of the front.
    @Option(name: .customLong("public-url"), help: "The URL at which clients reach the front, also in the YAML file.")
    var publicURL: String?

    /// The user.
    @Argument(help: "The name of the user.")
    var user: UserArgument

    /// The files.
    @Argument(help: "Files, folders, and .zip files.")
    var files: [String]

    /// The calendar.
    @Option(name: .customLong("calendar"), help: "The name in its URL of the calendar for everything.")
    var calendar: String?

    /// Whether a single file takes those beside it.
    @Flag(name: .customLong("with-files"), help: "Attach the files beside a single .ics file that its events name.")
    var withFiles = false

    /// Whether what is there is replaced.
    @Flag(name: .customLong("replace"), help: "Replace what has the same UID and says something else.")
    var replaces = false

    /// Imports the files.
    func run() async throws {
        try await ExchangeExit.explaining {
            let settings = try await settings()
            let (uris, options) = (try Self.scheme(settings), try options(settings))
            let sources = try files.flatMap { try ImportSource.files(at: FilePath($0), withFiles: withFiles) }
            let report = try await database.withExistingDatabase { database in
                try await blobs.withBlobs(of: database, config: self.database.config) { blobs in
                    let calendarImport = CalendarImport(
                        for: user.uid,
                        in: database,
                        blobs: blobs,
                        uris: uris,
                        now: Date()
                    )
                    return try await read(sources, calendarImport, options)
                }
            }
            for finding in report.findings { ShardExit.say(finding) }
            for line in ImportText.lines(report, replaces: replaces) { print(line) }
            guard report.findings.isEmpty else { throw ShardExit.findings }
        }
    }

    private func read(
        _ sources: [ImportSource],
        _ calendarImport: CalendarImport,
        _ options: ImportOptions
    ) async throws -> ImportReport {
        let display = ProgressDisplay("import")
        defer { display.end() }
        return try await calendarImport.run(sources, options) { files, objects in
            let text = "\(files) of \(CountText(sources.count, "file")), \(CountText(objects, "object"))"
            display.show(ProgressReport(done: UInt64(files), total: UInt64(sources.count), text: text))
        }
    }

    private func settings() async throws -> Settings {
        var flags: [SettingKey: String] = [:]
        flags["public-url"] = publicURL
        return try await Settings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: database.config.map { FilePath($0) }
        )
    }

    private func options(_ settings: Settings) throws -> ImportOptions {
        var options = ImportOptions()
        (options.calendar, options.replaces) = (calendar, replaces)
        options.grace = try AttachmentConfiguration(settings).grace
        options.marksForScan = try ScanConfiguration.load(settings) != nil
        return options
    }

    private static func scheme(_ settings: Settings) throws -> AttachmentURIScheme {
        let url = try settings.url("public-url")
        guard let scheme = url.flatMap({ AttachmentURIScheme(publicURL: $0.string) }) else {
            throw ShardExit.misuse("Name the front's URL by --public-url, or its settings by --config.")
        }
        return scheme
    }
}
