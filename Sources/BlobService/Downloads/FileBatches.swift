/// Cuts runs of files into batches of a bounded number of bytes; a long run is spread over several.
struct FileBatches: Sequence, IteratorProtocol {
    private let maximum: UInt64
    private var remaining: ArraySlice<SendableRegion>

    /// Creates the batches of some regions; empty regions are left out.
    ///
    /// - Parameters:
    ///   - regions: The runs in order.
    ///   - maximum: The most bytes of one batch, at least 1.
    init(_ regions: [SendableRegion], maximum: UInt64) {
        precondition(maximum > 0, "A batch has room for at least one byte.")
        self.maximum = maximum
        remaining = regions.filter { $0.length > 0 }[...]
    }

    /// Returns the next batch, never empty, or nil at the end.
    mutating func next() -> [SendableRegion]? {
        var batch: [SendableRegion] = []
        var room = maximum
        while room > 0, let region = remaining.popFirst() {
            let length = Swift.min(room, region.length)
            batch.append(SendableRegion(file: region.file, offset: region.offset, length: length))
            room -= length
            guard length < region.length else { continue }
            remaining =
                [
                    SendableRegion(
                        file: region.file,
                        offset: region.offset + length,
                        length: region.length - length
                    )
                ] + remaining
        }
        return batch.isEmpty ? nil : batch
    }
}
