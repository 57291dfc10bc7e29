import BlobModel
import DurableIO

extension Shard {
    /// Refuses bytes for which the disk has no room beyond what is reserved; nothing is set aside for those that it has.
    ///
    /// RFC 4331 §6 (DAV:sufficient-disk-space): "there must be sufficient physical space". Bytes that are stored already
    /// take none, which is not known before they are here.
    ///
    /// - Parameter length: The bytes that are said to come; nil when nobody said it.
    /// - Throws: ``BlobError/insufficientSpace``; ``BlobError/unavailable(_:)`` when the shard was closed.
    func checkRoom(for length: UInt64?) async throws(BlobError) {
        guard let length else { return }
        do throws(BlobStoreError) {
            let available = try await availableBytes()
            let (needed, overflow) = length.addingReportingOverflow(options.reservedBytes)
            guard !overflow, available >= needed else { throw BlobStoreError.insufficientSpace }
        } catch {
            throw BlobError(error)
        }
    }

    private func availableBytes() async throws(BlobStoreError) -> UInt64 {
        let directory = try openParts().directory
        return try await pool.run { () throws(BlobStoreError) in
            try BlobStoreError.wrap { () throws(FileError) in
                try directory.fileSystem.availableBytes(at: directory.path)
            }
        }
    }
}
