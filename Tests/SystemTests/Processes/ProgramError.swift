import Subprocess
import SystemPackage

/// Why a program of the tests does not do what a story needs of it.
enum ProgramError: Error {
    /// The program is in none of the directories.
    case notBuilt(BuiltProgram, searched: [FilePath])
    /// The program could not be started.
    case notStarted(BuiltProgram)
    /// The program ended while it was waited for.
    case ended(TerminationStatus, log: String)
    /// The program did not get ready in time.
    case notReady(url: String, log: String)
    /// The program did not end as it should.
    case endedBadly(TerminationStatus, log: String)
    /// Something that was waited for did not come about.
    case waitedInVain(String)
}
