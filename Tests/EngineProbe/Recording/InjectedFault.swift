import ArgumentParser
import Glibc

/// How a call fails.
enum InjectedError: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// ENOSPC: the disk is full.
    case noSpace
    /// EIO: the disk is broken.
    case inputOutput
    /// EMFILE: the process has too many files open.
    case tooManyFiles
    /// ENOMEM: there is no memory, or no address space.
    case noMemory
    /// No error: a write takes half of its bytes.
    case short

    /// The error number; 0 for a short write.
    var code: Int32 {
        switch self {
        case .noSpace: ENOSPC
        case .inputOutput: EIO
        case .tooManyFiles: EMFILE
        case .noMemory: ENOMEM
        case .short: 0
        }
    }
}

/// Which calls fail, and how.
struct InjectedFault: CustomStringConvertible, Sendable {
    /// The kind of calls.
    let kind: CallKind
    /// How they fail.
    let error: InjectedError
    /// The first call of the kind that fails, from 1.
    let first: UInt64
    /// How many calls in a row fail.
    let count: UInt64
    /// Whether the disk says from the first failure on that it has no room left, until the error was told.
    var fillsDisk = false

    /// The fault for a person's eyes.
    var description: String {
        let calls = count == 1 ? "\(kind) \(first) fails" : "\(kind) fails from \(first) on"
        return "\(calls): \(error)\(fillsDisk ? ", on a full disk" : "")"
    }
}
