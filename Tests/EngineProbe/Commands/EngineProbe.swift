import ArgumentParser

/// A program of the tests that proves the blob engine against losses of power and failing calls.
///
/// It defines the calls of the C library that change a disk itself (`IOProbe`), so that it sees and fails the calls of the
/// engine's Swift code and of LMDB alike.
@main
struct EngineProbe: AsyncParsableCommand {
    /// What `engine-probe --help` says.
    static let configuration = CommandConfiguration(
        commandName: "engine-probe",
        abstract: "Proves the blob engine against losses of power and failing calls.",
        subcommands: [CheckCommand.self, FaultCommand.self, MutateCommand.self, FixtureCommand.self]
    )
}
