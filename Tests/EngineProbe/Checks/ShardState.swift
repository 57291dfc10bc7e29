import BlobModel
import BlobStore

/// Looks for blobs in an open shard.
struct ShardState {
    private let shard: Shard

    /// Looks into a shard.
    init(_ shard: Shard) {
        self.shard = shard
    }

    /// Returns a sentence for each thing that is wrong with a reference.
    func findings(_ entry: Expectations.Entry) async -> [String] {
        let name = "\(entry.blob.reference) of \(entry.blob.bytes.count) bytes"
        do {
            guard let bytes = try await shard.bytes(of: entry.blob) else {
                return entry.standing == .present ? ["\(name) was acknowledged and is lost"] : []
            }
            if entry.standing == .absent { return ["\(name) is there and should not be"] }
            return bytes == entry.blob.bytes ? [] : ["\(name) came back changed"]
        } catch {
            return ["\(name) cannot be read: \(error)"]
        }
    }
}
