import ArgumentParser
import CalendarExchange
import DurableIO
import SQLDatabase
import SystemPackage

/// `attache export`.
struct ExportCommand: AsyncParsableCommand {
    /// What `attache export --help` says.
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a user's calendars with their attachments as iCalendar files.",
        discussion: """
            Each calendar becomes one file, or with --per-object a folder with a file for each calendar object. \
            Attachments are files under attachments/, to which the ATTACH properties refer; with --inline they stand \
            in the calendar data. calendars.json has the properties of the calendars.

            --to names a new folder, or a new file that ends with .zip. The front may run: all calendars are as they \
            were at one moment. What is damaged or missing is said, and the exit code is 1 then.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks the nodes.
    @OptionGroup(title: "Nodes") var blobs: BlobOptions

    /// The user.
    @Argument(help: "The name of the user.")
    var user: UserArgument

    /// The output.
    @Option(name: .customLong("to"), help: "A folder to make, or a .zip file to make.")
    var target: String

    /// The calendars.
    @Option(
        name: .customLong("calendar"),
        help: "The name of a calendar in its URL; may be given again. All unless set."
    )
    var calendars: [String] = []

    /// Whether objects get files of their own.
    @Flag(name: .customLong("per-object"), help: "Write a file for each calendar object, with all that it has.")
    var isPerObject = false

    /// Whether attachments stand in the data.
    @Flag(name: .customLong("inline"), help: "Write attachments into the calendar data, in base64.")
    var isInline = false

    /// Writes the files.
    func run() async throws {
        try await ExchangeExit.explaining {
            let report = try await database.withExistingDatabase { database in
                try await blobs.withBlobs(of: database, config: self.database.config) { blobs in
                    let export = CalendarExport(of: user.uid, in: database, blobs: blobs, options: options)
                    return try await write(export)
                }
            }
            for finding in report.findings { ShardExit.say(finding) }
            print(
                "exported \(CountText(report.calendars, "calendar")), \(CountText(report.objects, "object")), "
                    + "\(CountText(report.attachments, "attachment")), \(ByteText(report.attachmentBytes))"
            )
            guard report.findings.isEmpty else { throw ShardExit.findings }
        }
    }

    private func write(_ export: CalendarExport) async throws -> ExportReport {
        try await export.check()
        guard target.hasSuffix(".zip") else {
            var folder = try FolderArchive(FilePath(target))
            return try await write(export, to: &folder)
        }
        var archive = try ZipArchive(FilePath(target))
        return try await write(export, to: &archive)
    }

    private func write(_ export: CalendarExport, to archive: inout some ArchiveWriter) async throws -> ExportReport {
        let display = ProgressDisplay("export")
        defer { display.end() }
        return try await export.run(to: &archive) { done, total in
            let text = "\(done) of \(CountText(total, "object"))"
            display.show(ProgressReport(done: UInt64(done), total: UInt64(total), text: text))
        }
    }

    private var options: ExportOptions {
        var options = ExportOptions()
        options.isPerObject = isPerObject
        options.isInline = isInline
        options.calendars = calendars.isEmpty ? nil : calendars
        return options
    }
}
