import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// `attache attachment …` on the database of a running front.
struct AttachmentTool: Sendable {
    /// The running front.
    let server: DevServer

    /// Runs a command, whatever comes of it.
    func run(_ arguments: String...) async throws -> Shell.Outcome {
        try await Shell.run(.attache, ["attachment"] + arguments + ["--data", server.data.string])
    }

    /// Runs a command that has to end with an exit code, and returns what it wrote.
    func run(_ arguments: String..., expecting code: Int32) async throws -> String {
        let outcome = try await Shell.run(.attache, ["attachment"] + arguments + ["--data", server.data.string])
        #expect(outcome.status == .exited(code), "\(arguments): \(outcome)")
        return outcome.text + outcome.errors
    }

    /// Runs a command that succeeds, and decodes the JSON that it wrote.
    func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) async throws -> Value {
        let command = ["attachment"] + arguments + ["--json", "--data", server.data.string]
        let outcome = try await Shell.run(.attache, command)
        try #require(outcome.isSuccess, "\(command): \(outcome)")
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(outcome.output))
    }

    /// An element of `list --json`.
    struct Listed: Decodable {
        /// The managed ID.
        let id: String
        /// The file name.
        let name: String
        /// The owner of the home.
        let user: String?
        /// The state.
        let state: String
        /// The paths of the events that have it.
        let events: [String]
        /// The reason of a withdrawal.
        let withdrawn: String?
        /// The end of the grace.
        let restorableUntil: Date?
    }

    /// An element of `versions --json`.
    struct Version: Decodable {
        /// The managed ID.
        let id: String
        /// The state.
        let state: String
        /// What it was put in the place of.
        let replaces: String?
    }

    /// An element of `purge --json`.
    struct Purged: Decodable, Equatable {
        /// The owner of the home.
        let user: String?
        /// The number of attachments.
        let files: Int
        /// Their octets.
        let octets: UInt64
    }
}
