/// The operations on files that can fail.
package enum FileOperation: String, Hashable, Sendable, CaseIterable {
    /// Making a new file.
    case createFile = "create"
    /// Opening an existing file.
    case openFile = "open"
    /// Reading bytes.
    case read
    /// Appending bytes.
    case write
    /// Making a file's bytes durable.
    case synchronise
    /// Cutting a file.
    case truncate
    /// Asking for a file's size.
    case size = "stat"
    /// Making a directory.
    case createDirectory = "create directory"
    /// Making a directory's entries durable.
    case synchroniseDirectory = "synchronise directory"
    /// Listing a directory.
    case list
    /// Removing a file.
    case remove
    /// Renaming a file.
    case rename
    /// Locking a file.
    case lock
    /// Asking for free space.
    case availableBytes = "statvfs"
}
