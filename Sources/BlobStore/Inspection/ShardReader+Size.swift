import DurableIO

extension ShardReader {
    /// Returns the size of a segment's file.
    func size(ofFile segment: UInt64) throws(BlobStoreError) -> UInt64 {
        let file = try files.file(segment)
        return try BlobStoreError.wrap { () throws(FileError) in try file.size() }
    }
}
