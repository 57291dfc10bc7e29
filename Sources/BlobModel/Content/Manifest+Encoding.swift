/// The encoding of `Docs/formats/manifest.md`, version 1.
extension Manifest {
    private static let magic = Array("AMan".utf8)
    private static let version: UInt16 = 1
    private static let fastCDC: UInt16 = 1
    private static let headerByteCount = 68
    private static let entryByteCount = 36

    /// Returns the manifest's bytes in format version 1.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(capacity: Self.headerByteCount + chunks.count * Self.entryByteCount)
        writer.write(Self.magic)
        writer.write(Self.version)
        writer.write(Self.fastCDC)
        writer.write(size)
        writer.write(blob.bytes)
        writer.write(chunking.minimum)
        writer.write(chunking.average)
        writer.write(chunking.maximum)
        writer.write(UInt64(chunks.count))
        for chunk in chunks {
            writer.write(chunk.id.bytes)
            writer.write(chunk.length)
        }
        return writer.bytes
    }

    /// Makes a manifest from its bytes.
    ///
    /// - Throws: ``BlobModelError/malformedManifest(_:)`` when they are not a manifest of a version that is known.
    package init(decoding bytes: [UInt8]) throws(BlobModelError) {
        var reader = ByteReader(bytes)
        try Self.readPrologue(&reader)
        guard let size = reader.integer(UInt64.self), let blob = reader.contentID() else {
            throw .malformedManifest("it ends within its header.")
        }
        let chunking = try Self.readChunking(&reader)
        let chunks = try Self.readChunks(&reader)
        self.init(blob: blob, chunks: chunks, chunking: chunking)
        guard self.size == size else {
            throw .malformedManifest("its chunks have \(self.size) bytes together, its blob has \(size).")
        }
    }

    private static func readPrologue(_ reader: inout ByteReader) throws(BlobModelError) {
        guard let magic = reader.bytes(4), Array(magic) == Self.magic else {
            throw .malformedManifest("it does not begin with “AMan”.")
        }
        guard let version = reader.integer(UInt16.self), version == Self.version else {
            throw .malformedManifest("its version is not 1.")
        }
        guard let algorithm = reader.integer(UInt16.self), algorithm == Self.fastCDC else {
            throw .malformedManifest("its chunking algorithm is not 1.")
        }
    }

    private static func readChunking(_ reader: inout ByteReader) throws(BlobModelError) -> ChunkingParameters {
        guard let minimum = reader.integer(UInt32.self), let average = reader.integer(UInt32.self),
            let maximum = reader.integer(UInt32.self)
        else { throw .malformedManifest("it ends within its chunking parameters.") }
        guard 0 < minimum, minimum < average, average < maximum, average.nonzeroBitCount == 1 else {
            throw .malformedManifest("its chunk lengths \(minimum), \(average), \(maximum) are no parameters.")
        }
        return ChunkingParameters(minimum: minimum, average: average, maximum: maximum)
    }

    private static func readChunks(_ reader: inout ByteReader) throws(BlobModelError) -> [Chunk] {
        guard let count = reader.integer(UInt64.self), count > 0 else {
            throw .malformedManifest("it has no chunks.")
        }
        let room = UInt64(reader.remaining / entryByteCount)
        guard count == room, reader.remaining % entryByteCount == 0 else {
            throw .malformedManifest("it has \(reader.remaining) bytes for \(count) chunks.")
        }
        var chunks: [Chunk] = []
        chunks.reserveCapacity(Int(count))
        while let id = reader.contentID(), let length = reader.integer(UInt32.self) {
            chunks.append(Chunk(id: id, length: length))
        }
        return chunks
    }
}
