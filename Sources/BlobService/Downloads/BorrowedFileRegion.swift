import DurableIO
import NIOCore
import SystemPackage

/// A run of a file as NIO sends it, over a descriptor that somebody else owns.
///
/// Whoever makes one releases it, once, when NIO is done with the region.
struct BorrowedFileRegion: Sendable {
    /// The run.
    let region: NIOCore.FileRegion

    private let file: any ReadFile

    /// Borrows the descriptor of a file, which stays open until ``release()``.
    init(_ file: any ReadFile, offset: UInt64, length: UInt64) {
        self.file = file
        region = NIOCore.FileRegion(
            fileHandle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file.descriptor.rawValue),
            readerIndex: Int(offset),
            endIndex: Int(offset + length)
        )
    }

    /// Gives the descriptor back, so that NIO neither closes it nor complains that nobody did.
    func release() {
        _ = try? region.fileHandle.takeDescriptorOwnership()
    }
}
