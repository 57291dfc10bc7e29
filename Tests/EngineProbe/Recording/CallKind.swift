import ArgumentParser
import IOProbe

/// The kinds of calls that are made to fail apart from each other.
enum CallKind: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Opening or making a file.
    case open
    /// Writing bytes.
    case write
    /// Synchronising a file or a directory.
    case sync
    /// Cutting a file.
    case truncate
    /// Renaming.
    case rename
    /// Removing a file.
    case unlink
    /// Making a directory.
    case mkdir
    /// Mapping a file into memory.
    case map

    /// The number of the kind in `IOProbe.h`.
    var code: Int32 {
        let value =
            switch self {
            case .open: IO_PROBE_OPEN
            case .write: IO_PROBE_WRITE
            case .sync: IO_PROBE_SYNC
            case .truncate: IO_PROBE_TRUNCATE
            case .rename: IO_PROBE_RENAME
            case .unlink: IO_PROBE_UNLINK
            case .mkdir: IO_PROBE_MKDIR
            case .map: IO_PROBE_MAP
            }
        return Int32(value.rawValue)
    }

    /// The ways in which calls of this kind fail in life.
    var errors: [InjectedError] {
        switch self {
        case .open: [.tooManyFiles, .inputOutput]
        case .write: [.noSpace, .inputOutput, .short]
        case .sync: [.inputOutput, .noSpace]
        case .truncate, .rename, .unlink: [.inputOutput]
        case .mkdir: [.noSpace]
        case .map: [.noMemory]
        }
    }
}
