package import FoundationEssentials

/// A walk on the way of a client: from the address of a service to the bytes of a file.
package struct DoctorVisit: Sendable {
    /// The address that a person would type.
    package let base: WebAddress

    /// The name to log in with.
    package let user: String

    /// By what the user proves who he is.
    package let credentials: DoctorCredentials

    /// Whether a calendar is made for the time of the walk, with an event and a file; nothing is written otherwise.
    package var writes = false

    /// The certificates that chains have to lead to.
    package var trustedRoots = TrustedRoots.system

    /// Addresses to connect to instead of those that the names of hosts have.
    package var addresses: [String: String] = [:]

    /// How long a request may take, from the connection to the last octet of the answer.
    package var timeout = Duration.seconds(10)

    /// Prepares a walk.
    ///
    /// - Parameters:
    ///   - base: The address that a person would type.
    ///   - user: The name to log in with.
    ///   - credentials: By what the user proves who he is.
    package init(base: WebAddress, user: String, credentials: DoctorCredentials) {
        self.base = base
        self.user = user
        self.credentials = credentials
    }

    /// Walks, and reports what was found; a step that cannot be taken is a finding and no error.
    ///
    /// Cancelling the task ends the walk early; the calendar of a trial is removed all the same.
    ///
    /// - Parameter now: The time by which certificates are judged.
    /// - Returns: What was found.
    /// - Throws: The errors of closing the connections.
    package func run(now: Date) async throws -> DoctorReport {
        let findings = try await DoctorClient.with(self) { client in
            var examination = Examination(visit: self, client: client, now: now)
            await examination.walk()
            return examination.findings
        }
        return DoctorReport(base: base.origin, user: user, findings: findings)
    }
}
