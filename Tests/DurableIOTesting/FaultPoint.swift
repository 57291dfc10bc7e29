package import DurableIO

/// The call at which a ``FaultyFileSystem`` fails: the nth call of an operation, counted from 1.
package struct FaultPoint: Hashable, Sendable {
    /// The operation that fails.
    package let operation: FileOperation
    /// Which of its calls fails, 1 being the first.
    package let occurrence: Int

    /// Makes a point.
    package init(_ operation: FileOperation, _ occurrence: Int) {
        precondition(occurrence > 0, "The first call is number 1.")
        self.operation = operation
        self.occurrence = occurrence
    }

    /// The nth making of a file.
    package static func createFile(_ occurrence: Int) -> Self { Self(.createFile, occurrence) }
    /// The nth opening of an existing file.
    package static func openFile(_ occurrence: Int) -> Self { Self(.openFile, occurrence) }
    /// The nth read.
    package static func read(_ occurrence: Int) -> Self { Self(.read, occurrence) }
    /// The nth append; one vectored append is one call.
    package static func write(_ occurrence: Int) -> Self { Self(.write, occurrence) }
    /// The nth synchronisation of a file.
    package static func synchronise(_ occurrence: Int) -> Self { Self(.synchronise, occurrence) }
    /// The nth cut of a file.
    package static func truncate(_ occurrence: Int) -> Self { Self(.truncate, occurrence) }
    /// The nth synchronisation of a directory.
    package static func synchroniseDirectory(_ occurrence: Int) -> Self { Self(.synchroniseDirectory, occurrence) }
    /// The nth renaming.
    package static func rename(_ occurrence: Int) -> Self { Self(.rename, occurrence) }
    /// The nth removal.
    package static func remove(_ occurrence: Int) -> Self { Self(.remove, occurrence) }
}
