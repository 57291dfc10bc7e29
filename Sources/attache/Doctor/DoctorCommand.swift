import ArgumentParser
import ClientDoctor
import Logging
import ServiceSupport

/// `attache doctor`.
struct DoctorCommand: AsyncParsableCommand {
    /// What `attache doctor --help` says.
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Walks the way of a calendar client through the running service, and says what clients meet.",
        discussion: """
            It begins at the address that people type, and goes to the bytes of a file: certificate, well-known URI, \
            login, calendars, what the service promises, an event with a file, and the file by each way that clients \
            take. It reads only, unless --write lets it make a calendar of its own, which it removes again.

            The password is asked for at the terminal, or read from a file. The exit code is 0 when all is fine, 1 \
            when some clients will have trouble, and 2 when some will fail.

            Example: attache doctor --user alice --base cal.example.com --write
            """
    )

    /// Where the service is.
    @OptionGroup(title: "Service") var target: DoctorTarget

    /// The user.
    @Option(name: .customLong("user"), help: "The name to log in with.")
    var user: String

    /// By what the user proves who he is.
    @OptionGroup(title: "Password") var password: DoctorPassword

    /// Whether to write.
    @Flag(name: .customLong("write"), help: "Make a calendar with an event and a file, and remove it again.")
    var writes = false

    /// The time of a request.
    @Option(name: .customLong("timeout"), help: "The seconds that a request with its answer may take, 1 to 600.")
    var timeout = 10

    /// Whether to print JSON.
    @Flag(name: .customLong("json"), help: "Print the report as JSON.")
    var json = false

    /// Checks the time of a request.
    func validate() throws {
        guard (1...600).contains(timeout) else {
            throw ValidationError("--timeout is the seconds that a request with its answer may take, 1 to 600.")
        }
    }

    /// Walks, prints the report, and ends with the exit code of the gravest finding.
    func run() async throws {
        let walk = DoctorWalk(try await DoctorExit.preparing(visit))
        try await ServiceRunner(logger: Logger(label: "attache.doctor", factory: { _ in SwiftLogNoOpLogHandler() }))
            .run([walk])
        guard let report = walk.report else { return }
        print(json ? try JSONText.of(report) : report.plain.text)
        if let code = DoctorExit.code(for: report.severity) { throw code }
    }

    private func visit() async throws -> DoctorVisit {
        let base = try await target.address()
        let roots = try target.trustedRoots()
        var visit = DoctorVisit(base: base, user: user, credentials: try password.credentials(of: user))
        visit.writes = writes
        visit.trustedRoots = roots
        visit.addresses = target.addresses
        visit.timeout = .seconds(timeout)
        return visit
    }
}
