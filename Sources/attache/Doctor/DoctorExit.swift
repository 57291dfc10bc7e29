import ArgumentParser
import ClientDoctor

/// The exit codes of `attache doctor`.
enum DoctorExit {
    /// Some clients will have trouble.
    static let warnings = ExitCode(1)

    /// Some clients will fail.
    static let failures = ExitCode(2)

    /// What the walk needs cannot be read: a password, a certificate, or the settings (EX_NOINPUT).
    static let unprepared = ExitCode(66)

    /// Prepares a walk, and says on standard error why it cannot be: exit codes of findings tell of findings alone.
    ///
    /// - Parameter body: Prepares the walk.
    /// - Returns: What the body returned.
    /// - Throws: The exit code; errors of usage as they are.
    static func preparing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as ValidationError {
            throw error
        } catch {
            ShardExit.say("\(error)")
            throw unprepared
        }
    }

    /// Returns the exit code for the gravest finding; nil where all is fine.
    static func code(for severity: Severity) -> ExitCode? {
        switch severity {
        case .ok, .note: nil
        case .warning: warnings
        case .failure: failures
        }
    }
}
