import FoundationEssentials

/// One walk while it goes on: where it is, and what was found.
struct Examination: Sendable {
    /// The way does not go on from here; why is among the findings.
    struct DeadEnd: Error {}

    /// What to walk.
    let visit: DoctorVisit

    /// What sends requests.
    var client: DoctorClient

    /// The time by which certificates are judged.
    let now: Date

    /// What was found, in the order of the way.
    private(set) var findings: [Finding] = []

    /// The step that is being taken.
    var step = DoctorStep.connection

    /// The origins whose connection and certificate were looked at, and whether clients get through.
    var origins: [String: Bool] = [:]

    /// Begins a walk.
    init(visit: DoctorVisit, client: DoctorClient, now: Date) {
        self.visit = visit
        self.client = client
        self.now = now
    }

    /// Walks as far as the way goes.
    mutating func walk() async {
        do {
            try await examineOrigin(of: visit.base, for: .all)
            let context = try await findContext()
            let principal = try await logIn(at: context)
            let home = try await findHome(of: principal)
            if try await examineCapabilities(at: [principal, home.address] + home.calendars.prefix(1)) {
                record(.ok, "OPTIONS says everywhere that events can have files.")
            }
            if let calendar = home.calendars.first { try await examineLimits(of: calendar) }
            try await examineFiles(in: home)
        } catch {
            // Why it ended is among the findings.
        }
    }

    // MARK: Findings

    /// Adds a finding about the step that is being taken.
    ///
    /// - Parameters:
    ///   - severity: How much it matters.
    ///   - sentence: What was found.
    ///   - advice: What to do about it.
    ///   - clients: The kinds of clients that meet it.
    mutating func record(
        _ severity: Severity,
        _ sentence: String,
        advice: String? = nil,
        for clients: Set<ClientKind> = .all
    ) {
        findings.append(Finding(step, severity, sentence, advice: advice, clients: clients))
    }

    /// Adds a failure, after which the way does not go on.
    ///
    /// - Throws: ``DeadEnd``, always.
    mutating func fail(
        _ sentence: String,
        advice: String? = nil,
        for clients: Set<ClientKind> = .all
    ) throws(DeadEnd) -> Never {
        record(.failure, sentence, advice: advice, for: clients)
        throw DeadEnd()
    }

    /// Sends a request; one that brings no answer is a failure.
    ///
    /// - Throws: ``DeadEnd``.
    mutating func answer(
        to call: DoctorCall,
        for clients: Set<ClientKind> = .all
    ) async throws(DeadEnd) -> DoctorAnswer {
        do throws(ConnectionFailure) {
            return try await client.send(call)
        } catch {
            try fail(error.sentence(about: call.address), advice: error.advice, for: clients)
        }
    }
}
