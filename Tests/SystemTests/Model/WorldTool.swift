import NIOHTTP1
import Subprocess
import SystemPackage

/// What the operator does to a home while its clients work.
struct WorldTool: Sendable {
    /// Why the operator takes a file away, in the answer to those who ask for it.
    static let reason = "It was shared by mistake."

    /// What a purge writes that finds nothing to do; its exit code alone is that of other failures as well.
    private static let nothing = "There is nothing that was removed"

    /// What a restoration writes that comes too late.
    private static let over = "can not be had back any more"

    /// What runs.
    let services: SeparateServices

    /// Carries out what an operator does.
    ///
    /// - Parameters:
    ///   - operation: A withdrawal, a restoration to the event that had the file last, or a purge.
    ///   - client: A client of the home.
    /// - Returns: 200 where it was done, 410 where the grace was over, and 500 with what the tool wrote where it was not.
    /// - Throws: The errors of starting a process.
    func carryOut(_ operation: WorldOperation, in client: CalendarClient) async throws -> Answer {
        switch operation {
        case .withdraw(_, let id): try await run("remove", id, "--reason", Self.reason, "--yes")
        case .restore(_, _, let id): try await run("restore", id, refusing: Self.over)
        case .purge: try await run("purge", "--user", client.credentials?.user ?? "", "--yes", allowing: Self.nothing)
        default: preconditionFailure("The operator does no such thing.")
        }
    }

    private func run(
        _ arguments: String...,
        allowing complaint: String? = nil,
        refusing refusal: String? = nil
    ) async throws -> Answer {
        let settings = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
        let outcome = try await Shell.run(.attache, ["attachment"] + arguments + settings)
        let isVain = outcome.status == .exited(1) && complaint.map { outcome.errors.contains($0) } == true
        let isRefused = refusal.map { outcome.errors.contains($0) } == true
        if isRefused { return Answer(status: 410, headers: [:], body: Array("\(outcome)".utf8)) }
        let isDone = outcome.isSuccess || isVain
        return Answer(status: isDone ? 200 : 500, headers: [:], body: Array("\(outcome)".utf8))
    }
}
