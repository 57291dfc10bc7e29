import IOProbe

/// One entry of a trace: a call that changed the disk, or a note of this program.
enum TraceEvent: Sendable {
    /// A file or directory was opened, and perhaps made or emptied.
    case open(Int32, path: String, OpenFlags)
    /// A descriptor was closed.
    case close(Int32)
    /// Bytes were written to a file.
    case write(Int32, offset: UInt64, [UInt8])
    /// A file or directory was synchronised.
    case synchronise(Int32)
    /// A file was cut or extended.
    case truncate(Int32, size: UInt64)
    /// A file or directory was renamed.
    case rename(String, to: String)
    /// A file or an empty directory was removed.
    case unlink(String)
    /// A directory was made.
    case makeDirectory(String)
    /// A step of the workload began or was acknowledged.
    case note(StepNote)
    /// A call was made to fail; the descriptor is that of a synchronisation, and nil for all other calls.
    case failure(synchronising: Int32?)

    /// How a file was opened.
    struct OpenFlags: OptionSet, Sendable {
        /// The bits of `io_probe_open_flag`.
        let rawValue: UInt8
        /// The file was made when it was missing.
        static let creates = OpenFlags(rawValue: 1)
        /// The file was emptied.
        static let empties = OpenFlags(rawValue: 2)
        /// Each write is durable when it returns.
        static let synchronous = OpenFlags(rawValue: 4)
    }
}

/// Says how far a step of a workload is.
struct StepNote: Hashable, Sendable {
    /// What is noted.
    enum Kind: Int32, Sendable {
        /// The step began: from now on its effect may be there.
        case begun = 1
        /// The step was acknowledged: from now on its effect must be there.
        case acknowledged = 2
    }

    /// What is noted.
    let kind: Kind
    /// The position of the step in its workload.
    let step: Int
    /// How far the upload session of an acknowledged step is, when it has one.
    var session: SessionMark?
}
